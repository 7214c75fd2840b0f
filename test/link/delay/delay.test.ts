/** The link's delay does what it says: at any rate, in any mix, for any law, over 2,000 correlation times. */

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { correlationTime, Delay, longestDelay } from '../../../src/link/delay/delay.ts';
import { DelayMeter } from '../../../src/link/delay/delay-meter.ts';
import { PROFILES } from '../../../src/link/profiles.ts';
import { type FullImpairment, NO_IMPAIRMENT } from '../../../src/result/impairment.ts';
import { MILLISECOND, SECOND } from '../../../src/units.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';
import { impaired, TestLink } from '../harness.ts';
import { probePacket, segment } from '../packets.ts';
import { expectLaw, meanOf, quantileOf, type Shape } from './law.ts';

const TIMES = 2000;
/** Fewer looks than this are too few to tell 2 %, however well the delay keeps to its law. */
const LEAST = 8000;
const shaped = (
  delay: number,
  jitter: number,
  jitterShape: Shape = 'uniform',
  jitterTime = 50,
): FullImpairment => ({
  ...NO_IMPAIRMENT,
  delay: delay * MILLISECOND,
  jitter: jitter * MILLISECOND,
  jitterShape,
  jitterTime: jitterTime * MILLISECOND,
});

/** Delays of packets that leave `gaps` ns apart. */
function delaysOf(law: FullImpairment, seed: number, count: number, gap: (n: number) => number): number[] {
  const delay = new Delay(seed, law);
  let now = 0;
  return Array.from({ length: count }, (_, number) => {
    now += gap(number);
    return delay.at(now);
  });
}

describe('the delay', () => {
  it.each([
    ['20/s', 20],
    ['100/s', 100],
    ['1,000/s', 1000],
  ])('is what was asked for at %s, whatever its law', (_, rate) => {
    for (const law of [
      shaped(50, 40),
      shaped(50, 40, 'uniform', 200),
      shaped(20, 5),
      shaped(35, 10, 'normal'),
      shaped(100, 100, 'uniform', 10),
      // Below zero is zero.
      shaped(4, 4, 'normal'),
    ]) {
      const count = Math.max(LEAST, (TIMES * correlationTime(law) * rate) / SECOND);
      for (const seed of rate > 100 ? [1] : [1, 2, 3])
        expectLaw(
          law,
          delaysOf(law, seed, Math.ceil(count), () => SECOND / rate),
        );
    }
  });

  it('is so for those who look once a second, or hardly ever', () => {
    for (const law of [shaped(50, 40), shaped(35, 10, 'normal')])
      for (const gap of [SECOND, 4000 * SECOND])
        expectLaw(
          law,
          delaysOf(law, 4, 20_000, () => gap),
          0.03,
        );
  });

  it('is so in bursts', () => {
    const law = shaped(50, 40);
    expectLaw(
      law,
      delaysOf(law, 5, 200_000, (number) => (number % 50 === 0 ? 25 * MILLISECOND : 1000)),
    );
  });

  it('never lets a later packet overtake, and stays within its bounds', () => {
    fc.assert(
      fc.property(
        fc.record({
          delay: fc.integer({ min: 0, max: 100 }),
          jitter: fc.integer({ min: 0, max: 300 }),
          jitterShape: fc.constantFrom('uniform' as const, 'normal' as const),
          jitterTime: fc.integer({ min: 1, max: 500 }),
        }),
        fc.nat(),
        fc.array(fc.integer({ min: 0, max: 30_000_000 }), { minLength: 2, maxLength: 200 }),
        ({ delay, jitter, jitterShape, jitterTime }, seed, gaps) => {
          const law = shaped(delay, jitter, jitterShape, jitterTime);
          const process = new Delay(seed, law);
          let [now, last] = [0, 0];
          for (const gap of gaps) {
            now += gap;
            const due = now + process.at(now);
            expect(due).toBeGreaterThanOrEqual(last - 1);
            expect(due - now).toBeLessThanOrEqual(longestDelay(law));
            expect(due).toBeGreaterThanOrEqual(now);
            last = due;
          }
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it('goes on from where it is, at the new pace, when its law is changed; without jitter it is still', () => {
    const [fast, slow] = [shaped(100, 50, 'uniform', 20), shaped(100, 50, 'uniform', 20_000)];
    const delay = new Delay(3, fast);
    let now = 0;
    /** The way that it goes in 500 ms, ns. */
    const travelled = (): number => {
      let way = 0;
      for (let before = delay.at(now), until = now + 500 * MILLISECOND; now < until; ) {
        now += MILLISECOND;
        const next = delay.at(now);
        way += Math.abs(next - before);
        before = next;
      }
      return way;
    };
    const before = travelled();
    const last = delay.at(now);
    delay.change(slow, now);
    expect(Math.abs(delay.at(now) - last)).toBeLessThan(1000);
    expect(travelled()).toBeLessThan(before / 100);
    delay.change({ ...slow, jitter: 0 }, now);
    expect(travelled()).toBe(0);
    delay.change(fast, now);
    expect(travelled()).toBeGreaterThan(before / 3);
  });

  it.each(['uniform', 'normal'] as const)('is correlated in time as it says: %s', (shape) => {
    const [gap, count] = [MILLISECOND, 150_000];
    for (const law of [shaped(100, 10, shape), shaped(100, 20, shape, 100), shaped(500, 100, shape)]) {
      const mean = meanOf(law);
      const away = Float64Array.from(
        delaysOf(law, 6, count, () => gap),
        (delay) => delay - mean,
      );
      const product = (shift: number): number => {
        let sum = 0;
        for (let n = 0; n + shift < count; n++) sum += away[n]! * away[n + shift]!;
        return sum;
      };
      const autocorrelation = (lag: number): number => product(Math.round(lag / gap)) / product(0);
      const time = correlationTime(law);
      expect(autocorrelation(time)).toBeCloseTo(Math.exp(-1), 1);
      for (const lag of [10, 14, 20, 50]) expect(Math.abs(autocorrelation(lag * time))).toBeLessThan(0.15);
    }
  });

  it('has the correlation time that was asked for, or a longer one where it could not keep order', () => {
    expect(correlationTime(shaped(50, 40))).toBe(50 * MILLISECOND);
    expect(correlationTime(shaped(0, 0, 'normal', 7))).toBe(7 * MILLISECOND);
    expect(correlationTime(shaped(500, 400))).toBeGreaterThan(400 * MILLISECOND);
    expect(correlationTime(shaped(500, 100, 'normal'))).toBeGreaterThan(100 * MILLISECOND);
  });

  it('goes on from where it is when its law changes', () => {
    const slow = shaped(100, 50, 'uniform', 500);
    const delay = new Delay(3, slow);
    for (let now = 0; now < 100; now++) delay.at(now * MILLISECOND);
    const before = delay.at(100 * MILLISECOND);
    delay.change({ ...slow, jitterTime: 100 * MILLISECOND }, 100 * MILLISECOND);
    expect(delay.at(100 * MILLISECOND)).toBeCloseTo(before, -1);
    delay.change({ ...slow, jitter: 0 }, 101 * MILLISECOND);
    expect(delay.at(102 * MILLISECOND)).toBe(100 * MILLISECOND);
  });
});

describe('a link', () => {
  it.each(
    Object.entries(PROFILES).flatMap(
      ([name, { up, down }]) =>
        [
          [`${name} up`, up],
          [`${name} down`, down],
        ] as const,
    ),
  )('%s delays what leaves its queue as it says, and shifts nobody', (_, law) => {
    const link = new TestLink({ ...impaired({}), up: { ...law, loss: 0, burst: null } });
    link.link.start('udp', 0);
    // Five looks in each correlation time tell nearly all that more would.
    const rate = 100;
    const count = Math.max(LEAST, Math.ceil((TIMES * correlationTime(law) * rate) / SECOND));
    for (let number = 0; number < count; number++) {
      const now = (number * SECOND) / rate;
      link.send(probePacket({ number }), now);
      // Others use the same line.
      if (number % 7 === 0) link.send(segment({ seq: number, length: 500 }), now + 1000);
    }
    const { delay } = link.end().report('udp', null).up;
    expect(delay!.shifted).toBe(0);
    for (const [share, value] of [
      [0.5, delay!.p50],
      [0.95, delay!.p95],
      [0.99, delay!.p99],
    ] as const)
      expect(Math.abs(value! / quantileOf(law, share) - 1), `${share}`).toBeLessThan(0.02);
    expect(Math.abs(delay!.mean! / meanOf(law) - 1)).toBeLessThan(0.02);
    const sent = link.records.map(
      ({ time, sojourn, bytes, deliveredAt }) =>
        deliveredAt! - time - sojourn! - (bytes * 8e9) / law.bandwidth!,
    );
    expectLaw(law, sent);
  });

  it('tells whom the order kept waiting, after a change to a shorter delay', () => {
    const link = new TestLink(impaired({ delay: 100 * MILLISECOND }));
    link.link.start('udp', 0);
    link.send(probePacket({ number: 0 }), 0);
    link.until(10 * MILLISECOND);
    link.change(impaired({ delay: 20 * MILLISECOND }));
    link.send(probePacket({ number: 1 }), 30 * MILLISECOND);
    link.send(probePacket({ number: 2 }), 90 * MILLISECOND);
    const { delay } = link.end().report('udp', null).up;
    expect(delay).toMatchObject({ shifted: 1, mostShifted: 50 * MILLISECOND, max: 100 * MILLISECOND });
  });
});

it('how late the link itself hands packets over is told apart from its delay', () => {
  const meter = new DelayMeter();
  meter.add(5 * MILLISECOND, 0);
  meter.wrote(-1);
  meter.wrote(3 * MILLISECOND);
  const { max, late } = meter.report();
  expect(max).toBe(5 * MILLISECOND);
  expect(late).toMatchObject({ p50: 0, max: 3 * MILLISECOND });
});
