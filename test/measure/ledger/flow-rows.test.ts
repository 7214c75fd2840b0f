/** Rows in a window that moves on, against rows that are all kept. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { EXPIRED, FlowRows, LATE, OPEN, RECEIVED, REFUSED } from '../../../src/measure/ledger/flow-rows.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';

const THRESHOLD = 500;

/** All rows, for ever. */
class AllRows {
  readonly rows: { state: number; actual: number; intended: number; order: number; delay: number }[] = [];
  readonly expired: number[] = [];

  settle(now: number): void {
    for (const row of this.rows) {
      if (row.state !== OPEN) continue;
      if (row.actual + THRESHOLD >= now) break;
      row.state = EXPIRED;
      this.expired.push(row.actual + THRESHOLD);
    }
  }

  count(state: number): number {
    return this.rows.filter((row) => row.state === state).length;
  }

  runLengths(): Map<number, number> {
    const kept = this.rows.filter((row) => row.state !== REFUSED && row.state !== OPEN);
    const found = new Map<number, number>();
    for (const run of kept
      .map((row) => (row.state === RECEIVED ? '.' : 'x'))
      .join('')
      .split('.'))
      if (run !== '') found.set(run.length, (found.get(run.length) ?? 0) + 1);
    return found;
  }
}

type Step = readonly ['send' | 'refuse' | 'answer' | 'settle', number];
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constant('send' as const), fc.nat(60)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('refuse' as const), fc.nat(60)) },
    { weight: 6, arbitrary: fc.tuple(fc.constant('answer' as const), fc.nat(1000)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('settle' as const), fc.nat(400)) },
  ),
  { maxLength: 250, size: 'max' },
);

function play(all: readonly Step[]): void {
  const told: number[] = [];
  const rows = new FlowRows(THRESHOLD, (at) => told.push(at));
  const truth = new AllRows();
  let now = 0;
  /** What the window does by itself when it is full must be what nobody notices: the truth settles when it is asked. */
  const settle = (): void => {
    rows.settle(now);
    truth.settle(now);
    expect(told).toEqual(truth.expired);
    expect(rows.expiredCount).toBe(truth.count(EXPIRED));
  };
  for (const [what, by] of all) {
    if (what === 'settle') {
      now += by;
      settle();
    } else if (what === 'refuse') {
      now += by;
      settle();
      rows.refused(now);
      truth.rows.push({ state: REFUSED, actual: now, intended: now, order: -1, delay: Number.NaN });
    } else if (what === 'send') {
      now += by;
      settle();
      rows.sent(now - 3, now, truth.rows.length * 2);
      truth.rows.push({
        state: OPEN,
        actual: now,
        intended: now - 3,
        order: truth.rows.length * 2,
        delay: Number.NaN,
      });
    } else {
      const number = truth.rows.length - 1 - (by % Math.min(40, truth.rows.length + 1));
      const row = truth.rows[number];
      if (row === undefined || (row.state !== OPEN && row.state !== EXPIRED)) continue;
      now++;
      const delay = now - row.actual;
      expect([rows.actual(number), rows.intended(number), rows.order(number)]).toEqual([
        row.actual,
        row.intended,
        row.order,
      ]);
      row.state = delay > THRESHOLD ? LATE : RECEIVED;
      row.delay = delay;
      rows.answered(number, delay, row.state as typeof LATE | typeof RECEIVED);
      for (const neighbour of [number - 1, number + 1])
        expect(rows.delayOf(neighbour, number), `${neighbour} of ${number}`).toBe(
          truth.rows[neighbour]?.delay ?? Number.NaN,
        );
    }
    expect(rows.next).toBe(truth.rows.length);
    expect(rows.refusedCount).toBe(truth.count(REFUSED));
    // What is behind the first that is awaited may be settled without the rows having looked.
    const open = truth.rows.filter((row) => row.state === OPEN);
    expect(rows.awaited).toBe(open.length);
    const times: number[] = [];
    rows.eachAwaited((actual) => times.push(actual));
    expect(times).toEqual(open.map(({ actual }) => actual));
    expectSettled(rows, truth);
  }
  expect([...rows.states.subarray(0, rows.next)]).toEqual(truth.rows.map(({ state }) => state));
  expect(rows.runLengths()).toEqual(truth.runLengths());
}

/** Whatever is not awaited below the first that is. */
function expectSettled(rows: FlowRows, { rows: all }: AllRows): void {
  const part = rows.settledPart();
  expect(part === null).toBe(all.every(({ state }) => state !== OPEN));
  if (part === null) return;
  const settled = all.slice(0, part.number);
  expect(settled.some(({ state }) => state === OPEN)).toBe(false);
  expect(part.sent).toBe(settled.filter(({ state }) => state !== REFUSED).length);
  expect(part.answered).toBe(settled.filter(({ state }) => state === RECEIVED || state === LATE).length);
}

describe('the rows of a flow', () => {
  it('whatever is sent, refused, answered and settled, in whatever order', () => {
    fc.assert(fc.property(steps, play), { numRuns: runs(300) });
  });

  it('more open rows than the window began with, answered backwards', () => {
    play([
      ...Array.from({ length: 100 }, () => ['send', 1] as const),
      ...Array.from({ length: 39 }, (_, back) => ['answer', back] as const),
      ['settle', 600],
      ...Array.from({ length: 39 }, (_, back) => ['answer', back] as const),
    ]);
  });

  it('a threshold is passed when it is behind, not when it is reached', () => {
    const told: number[] = [];
    const rows = new FlowRows(THRESHOLD, (at) => told.push(at));
    rows.sent(0, 10, 0);
    rows.settle(510);
    expect([told, rows.states[0], rows.awaited]).toEqual([[], OPEN, 1]);
    rows.settle(511);
    expect([told, rows.states[0], rows.expiredCount, rows.awaited]).toEqual([[510], EXPIRED, 1, 0]);
  });

  it('keeps times only of what may still be answered: the window is as wide as what is open', () => {
    const rows = new FlowRows(THRESHOLD, () => {});
    const before = process.memoryUsage().arrayBuffers;
    for (let number = 0; number < 2e6; number++) {
      rows.sent(number * 100, number * 100, number);
      rows.answered(number, 50, RECEIVED);
    }
    // One byte each, with room to double; times would be another 56 MB.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(12e6);
    expect(rows.runLengths().size).toBe(0);
  });
});
