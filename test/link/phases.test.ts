/**
 * Probes across links that queue, drop and mark, while segments fill one direction, the other, or both: what the two ends can
 * see of each loss is what the link's log says, direction by direction, in every phase.
 */
import { describe, expect, it } from 'vitest';
import { lossOf } from '../../src/experiment/load/cut.ts';
import { runLengthCoded } from '../../src/measure/ledger/delivery.ts';
import type { TransportResult } from '../../src/result/document/schema.ts';
import { type DirectionImpairment, type Impairment, NO_IMPAIRMENT } from '../../src/result/impairment.ts';
import { MILLISECOND, SECOND } from '../../src/units.ts';
import { transportResult } from '../fixtures/transport.ts';
import { TestLink } from './harness.ts';
import { TOKEN_TEXT } from './model.ts';
import { probePacket, segment } from './packets.ts';

const PHASE = 2 * SECOND;
const PHASES = ['idle', 'up', 'down', 'both'] as const;
const STEP = 5 * MILLISECOND;
const COUNT = (PHASES.length * PHASE) / STEP;

type Own = Partial<DirectionImpairment>;
const linkOf = (seed: number, up: Own, down: Own = up): Impairment => ({
  up: { ...NO_IMPAIRMENT, ...up },
  down: { ...NO_IMPAIRMENT, ...down },
  profile: null,
  seed,
});

/** 2 Mbit/s carry 167 full segments a second. */
const LINE: Own = { bandwidth: 2e6, delay: 10 * MILLISECOND };
const LINES: readonly { readonly name: string; readonly up: Own; readonly down?: Own }[] = [
  { name: 'drop-tail of bytes', up: { ...LINE, queueBytes: 15_000, loss: 0.02 } },
  { name: 'drop-tail of packets', up: { ...LINE, queue: 10 } },
  { name: 'CoDel', up: { ...LINE, queueBytes: 30_000, aqm: 'codel' } },
  { name: 'FQ-CoDel', up: { ...LINE, queue: 12, aqm: 'fq-codel' } },
  { name: 'CoDel with marks', up: { ...LINE, queueBytes: 12_000, aqm: 'codel', ecn: true } },
  {
    name: 'unequal ways',
    up: { ...LINE, queue: 5, loss: 0.03 },
    down: { bandwidth: 1e6, delay: 30 * MILLISECOND, queueBytes: 20_000, aqm: 'codel', loss: 0.01 },
  },
];

/** What arrives on each way, by number; answers leave as soon as a probe has arrived. */
function crossed(impairment: Impairment) {
  const link = new TestLink(impairment);
  link.link.start('udp', 0);
  const kinds: ('probe' | 'answer' | 'other')[] = [];
  const numbers: number[] = [];
  const arrived = { probe: new Set<number>(), answer: new Set<number>() };
  const read = { up: 0, down: 0 };
  const send = (bytes: Buffer, at: number, way: 'up' | 'down', kind: (typeof kinds)[number], number = -1) => {
    kinds.push(kind);
    numbers.push(number);
    link.send(bytes, at, way);
  };
  const look = (): void => {
    for (const way of ['up', 'down'] as const)
      for (; read[way] < link.out[way].length; read[way]++) {
        const { packet, at } = link.out[way][read[way]]!;
        const number = numbers[packet]!;
        if (kinds[packet] === 'answer') arrived.answer.add(number);
        if (kinds[packet] !== 'probe' || arrived.probe.has(number)) continue;
        arrived.probe.add(number);
        send(probePacket({ number }), at, 'down', 'answer', number);
      }
  };
  for (let number = 0; number < COUNT; number++) {
    const at = number * STEP;
    const phase = PHASES[Math.floor(at / PHASE)]!;
    send(probePacket({ number }), at, 'up', 'probe', number);
    // 200 to 400 full segments a second, in pairs, of four flows.
    for (const way of ['up', 'down'] as const)
      if (phase === way || phase === 'both')
        for (let one = 0; one < 1 + (number % 2); one++)
          send(segment({ seq: number * 1460, length: 1460, port: 50_000 + (number % 4) }), at, way, 'other');
    look();
  }
  for (let end = COUNT * STEP; end < COUNT * STEP + 5 * SECOND; end += STEP) {
    link.until(end);
    look();
  }
  return { link: link.end(), arrived };
}

/** As the two ledgers tell it: a probe that the server never had, an answer that the client never had. */
function seen({ probe, answer }: ReturnType<typeof crossed>['arrived']): TransportResult {
  const fate = (i: number): string => (answer.has(i) ? '.' : probe.has(i) ? 'n' : 'u');
  const all = Array.from({ length: COUNT }, (_, i) => i);
  const nothing = all.map(() => null);
  return {
    ...transportResult({ transport: 'udp' }),
    delivery: { probes: COUNT, fates: runLengthCoded(Uint8Array.from(all, (i) => fate(i).charCodeAt(0))) },
    samples: { sent: all.map((i) => i * STEP), up: nothing, down: nothing, roundTrip: nothing },
  };
}

describe.each(LINES)('$name', ({ up, down }) => {
  it.each([1, 2, 3])('loses what its log says, each way, in each phase (seed %i)', (seed) => {
    const { link, arrived } = crossed(linkOf(seed, up, down));
    const udp = seen(arrived);
    const lost = { up: 0, down: 0 };
    for (const [at, name] of PHASES.entries()) {
      const [from, to] = [at * PHASE, (at + 1) * PHASE];
      const logged = (way: 'up' | 'down'): number =>
        link.records.filter(
          ({ direction, probe, fate }) =>
            direction === way &&
            probe !== undefined &&
            probe.number * STEP >= from &&
            probe.number * STEP < to &&
            fate !== 'delivered',
        ).length;
      const loss = lossOf(udp, { from, to });
      expect([name, loss.up.lost, loss.down.lost]).toEqual([name, logged('up'), logged('down')]);
      expect(loss.down.sent).toBe(loss.up.sent! - loss.up.lost!);
      lost.up += loss.up.lost!;
      lost.down += loss.down.lost!;
    }
    const counted = link.report('udp', TOKEN_TEXT);
    expect([counted.up.udp.dropped, counted.down.udp.dropped]).toEqual([lost.up, lost.down]);
    // Of queues that keep small flows out of it, there may be none to lose.
    if (up.aqm === undefined) expect(Math.min(lost.up, lost.down)).toBeGreaterThan(0);
  });
});
