import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/session/identity.ts';
import { answerOpen, OPEN_EVERY, Opening } from '../../src/session/opening.ts';
import { nanos } from '../../src/units.ts';
import { Batch, BLOCKED, SENT } from '../../src/wire/batch.ts';

const IDENTITY: Identity = { token: { high: 1, low: 2 }, size: 64, flags: 4, first: 1, step: 3, mac: null };

/** Exchanges until all flows are open, each datagram getting lost as `lost` says; @returns datagrams sent and the time. */
function exchange(flows: number, tcp: boolean, lost: () => boolean): { sent: number; now: number } {
  const opening = new Opening(IDENTITY, flows, tcp, nanos(0));
  const out = new Batch(16);
  let sent = 0;
  let now = 0;
  while (!opening.finished) {
    out.clear();
    const next = opening.poll(nanos(now), out);
    out.status.fill(SENT);
    opening.sent(out);
    sent += out.count;
    const back = new Batch(1);
    for (let i = 0; i < out.count; i++) {
      if (lost()) continue;
      back.count = 1;
      back.headers.set(out.headers.subarray(i * 64, i * 64 + 64));
      back.flow[0] = out.flow[i]!;
      back.length[0] = 64;
      expect(answerOpen(IDENTITY, back, 0)).toBe(true);
      if (!lost()) opening.ingest(back);
    }
    if (!opening.finished) now = next;
    expect(Number.isFinite(now)).toBe(true);
  }
  return { sent, now };
}

describe('opening of flows', () => {
  it('sends one open for each flow where nothing is lost', () => {
    for (const tcp of [true, false]) expect(exchange(500, tcp, () => false).sent).toBe(500);
  });

  it('repeats over UDP every 200 ms until opened, whatever is lost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.infiniteStream(fc.nat(9)), (flows, luck) => {
        const { now } = exchange(flows, false, () => (luck.next().value as number) < 4);
        expect(now).toBeLessThan(100 * OPEN_EVERY);
      }),
      { numRuns: 30 },
    );
    let tries = 0;
    expect(exchange(1, false, () => ++tries < 4).now).toBe(3 * OPEN_EVERY);
  });

  it('offers again what its flow could not take, and counts a flow that ended before it was open as failed', () => {
    const opening = new Opening(IDENTITY, 1, true, nanos(0));
    const out = new Batch(4);
    opening.poll(nanos(0), out);
    expect(out.count).toBe(1);
    out.status[0] = BLOCKED;
    opening.sent(out);
    out.clear();
    opening.poll(nanos(1e9), out);
    expect(out.count).toBe(1);
    opening.flowEnded(0);
    opening.flowEnded(0);
    expect([opening.failed, opening.opened, opening.finished]).toEqual([1, 0, true]);
  });

  it('believes no opened of another session or flow, and answers no open of one', () => {
    const opening = new Opening(IDENTITY, 2, false, nanos(0));
    const out = new Batch(4);
    opening.poll(nanos(0), out);
    const stranger = { ...IDENTITY, token: { high: 1, low: 3 } };
    expect(answerOpen(stranger, out, 0)).toBe(false);
    expect(answerOpen(IDENTITY, out, 0)).toBe(true);
    out.flow[0] = 1;
    out.count = 1;
    opening.ingest(out);
    expect(opening.opened).toBe(0);
    out.flow[0] = 0;
    opening.ingest(out);
    opening.ingest(out);
    expect(opening.opened).toBe(1);
  });
});
