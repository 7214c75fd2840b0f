/** Answers of a server with a clock of its own, over a path whose truth is known. */
import fc from 'fast-check';
import { seededRandom } from '../../../src/measure/random.ts';

export interface Scenario {
  /** Server's clock − client's at time 0, ns, and how fast it grows. */
  readonly offset: number;
  readonly drift: number;
  /** Least delay up, ns; down it is `ratio` times as long. */
  readonly up: number;
  readonly ratio: number;
  /** Most that is added to a delay, ns. */
  readonly jitter: number;
  readonly count: number;
  readonly spacing: number;
  readonly residence: number;
  readonly seed: number;
}

export interface Answer {
  readonly sent: number;
  readonly arrived: number;
  readonly departed: number;
  readonly received: number;
  /** True delays. */
  readonly up: number;
  readonly down: number;
}

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  offset: fc.integer({ min: -3.6e12, max: 3.6e12 }),
  drift: fc.integer({ min: -200, max: 200 }).map((ppm) => ppm * 1e-6),
  up: fc.integer({ min: 10_000, max: 50_000_000 }),
  ratio: fc.oneof(
    fc.integer({ min: 1, max: 50 }),
    fc.integer({ min: 1, max: 50 }).map((n) => 1 / n),
  ),
  jitter: fc.constantFrom(0, 1e5, 1e7),
  count: fc.integer({ min: 1, max: 60 }),
  spacing: fc.constantFrom(1e5, 1e7, 1e9),
  residence: fc.constantFrom(0, 2e4, 7e7),
  seed: fc.nat(),
});

/** In the order in which they come back; a third of the probes is lost. */
export function answersOf(of: Scenario): Answer[] {
  const { offset, drift, up, ratio, jitter, count, spacing, residence, seed } = of;
  const random = seededRandom(seed);
  const clock = (at: number): number => Math.round(at + offset + drift * at);
  const answers: Answer[] = [];
  for (let i = 0; i < count; i++) {
    const sent = i * spacing;
    const upward = Math.round(up + jitter * random() ** 4);
    const downward = Math.round(up * ratio + jitter * random() ** 4);
    const here = Math.round(residence * random());
    const received = sent + upward + here + downward;
    if (i > 0 && random() < 1 / 3) continue;
    answers.push({
      sent,
      arrived: clock(sent + upward),
      departed: clock(sent + upward + here),
      received,
      up: upward,
      down: downward,
    });
  }
  return answers.sort((a, b) => a.received - b.received);
}
