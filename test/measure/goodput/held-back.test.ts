import { describe, expect, it } from 'vitest';
import { Goodput } from '../../../src/measure/goodput/goodput.ts';
import { HeldBack } from '../../../src/measure/goodput/held-back.ts';

const MS = 1e6;
const SECOND = 1e9;

/** Two seconds of 1,000 bytes each 10 ms. */
function paced(): HeldBack {
  const heldBack = new HeldBack();
  for (let at = 0; at < 2 * SECOND; at += 10 * MS)
    expect(heldBack.earlier(at, at + 10 * MS, 1000)).toBeNull();
  return heldBack;
}

describe('what a stall held back', () => {
  it('is the excess of what comes after it, until as much has come as the path carries in that time', () => {
    const heldBack = paced();
    // 500 ms without a read, of which a first piece brings 10 kB of 50.
    expect(heldBack.earlier(2 * SECOND, 2.5 * SECOND, 10_000)).toBeNull();
    const shares = Array.from({ length: 60 }, (_, i) => {
      const since = 2.5 * SECOND + i * 10 * MS;
      return heldBack.earlier(since, since + 10 * MS, 2000);
    });
    const moved = shares.filter((share) => share !== null);
    for (const { since, at, bytes } of moved.slice(0, -1))
      expect([since, at, Math.round(bytes)]).toEqual([2 * SECOND, 2.5 * SECOND, 1000]);
    expect(Math.round(moved.reduce((all, { bytes }) => all + bytes, 0))).toBe(40_000);
  });

  it('is nothing where the stream goes on as it was: then nothing had come', () => {
    const heldBack = paced();
    expect(heldBack.earlier(2 * SECOND, 5 * SECOND, 1000)).toBeNull();
    for (let at = 5 * SECOND; at < 8 * SECOND; at += 10 * MS) {
      const share = heldBack.earlier(at, at + 10 * MS, 1000);
      expect(share?.bytes ?? 0).toBeLessThan(1);
    }
  });

  it('is nothing long after it, nor before the pace is known, nor behind an ordinary pause', () => {
    const late = paced();
    late.earlier(2 * SECOND, 2.5 * SECOND, 1000);
    expect(late.earlier(3.6 * SECOND, 3.61 * SECOND, 9000)).toBeNull();
    const early = new HeldBack();
    expect(early.earlier(0, 0.5 * SECOND, 1000)).toBeNull();
    expect(early.earlier(0.5 * SECOND, 0.51 * SECOND, 9000)).toBeNull();
    const usual = paced();
    expect(usual.earlier(2 * SECOND, 2.04 * SECOND, 1000)).toBeNull();
    expect(usual.earlier(2.04 * SECOND, 2.05 * SECOND, 9000)).toBeNull();
  });
});

it('losses that are made good one by one: no interval shows more than the path carried', () => {
  const goodput = new Goodput({ warmup: SECOND, duration: 4 * SECOND, interval: 250 * MS, ordered: true });
  const read = (at: number, segments: number): void => goodput.arrived(at * MS, segments * 1000);
  // A segment each 10 ms; from 2.5 s on every second one of fifty is lost, and comes again, one each 10 ms, from 3 s on.
  for (let at = 0; at <= 2500; at += 10) read(at, 1);
  for (let again = 0; again < 25; again++) read(3000 + 10 * again, 2);
  for (let at = 3250; at <= 6000; at += 10) read(at, 1);
  const { columns } = goodput.data(7 * SECOND);
  for (const bytes of columns) expect(bytes).toBeLessThanOrEqual(25_500);
  expect(columns.slice(6).every((bytes) => bytes > 12_000)).toBe(true);
});
