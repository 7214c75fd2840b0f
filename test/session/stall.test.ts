/** What is due and cannot leave: waited for, for as long as it was said. And a flood begins at its start. */
import { describe, expect, it } from 'vitest';
import { ClosedLoop } from '../../src/session/closed-loop.ts';
import type { Pace } from '../../src/session/schedule/pace.ts';
import { Pacer } from '../../src/session/schedule/pacer.ts';

const SECOND = 1e9;
const pace: Pace = {
  flows: 2,
  rate: 10,
  arrivals: 'periodic',
  seed: 1,
  start: 5 * SECOND,
  warmup: 0,
  duration: 24 * 3600 * SECOND,
  count: 1000,
  offset: 0,
  stall: 10 * SECOND,
  threshold: 3 * SECOND,
  burst: Number.POSITIVE_INFINITY,
};

/** Follows the deadlines, as a driver does. @returns when nothing more was to come */
function follow(due: Pacer | ClosedLoop, until: number): number {
  for (let now = 0; ; now = Math.max(now + 1, Math.min(due.deadline, until))) {
    while (due.next(now));
    if (due.finished(now) || now >= until) return now;
  }
}

describe('a flood', () => {
  it('asks to be woken at its start, and begins then', () => {
    const flood = new Pacer({ ...pace, rate: null }, () => true);
    expect(flood.next(0)).toBe(false);
    expect(flood.deadline).toBe(pace.start);
    expect(flood.next(pace.start)).toBe(true);
  });

  it.each([
    ['asks again at the end of its stall', 10 * SECOND],
    ['waits for as long as it lasts', Number.POSITIVE_INFINITY],
  ])('that nobody takes %s', (_, stall) => {
    const flood = new Pacer({ ...pace, rate: null, stall }, () => false);
    const ended = follow(flood, pace.start + 3600 * SECOND);
    expect(flood.stalled).toBe(Number.isFinite(stall));
    expect(ended).toBe(pace.start + (Number.isFinite(stall) ? 10 * SECOND + 1 : 3600 * SECOND));
  });
});

describe('a schedule', () => {
  it('goes on as long as one flow takes its probes, and is given up when none does', () => {
    let blocked = false;
    const pacer = new Pacer(pace, (flow) => flow === 0 || !blocked);
    blocked = true;
    follow(pacer, pace.start + 60 * SECOND);
    expect(pacer.stalled).toBe(false);
    const none = new Pacer(pace, () => false);
    expect(follow(none, pace.start + 3600 * SECOND)).toBeLessThan(pace.start + 10.2 * SECOND);
    expect(none.stalled).toBe(true);
  });

  it('that is slow is no stall', () => {
    const pacer = new Pacer({ ...pace, rate: 1 / 60, count: 5 }, () => true);
    follow(pacer, pace.start + 3600 * SECOND);
    expect(pacer.stalled).toBe(false);
    expect(pacer.finished(pace.start + 3600 * SECOND)).toBe(true);
  });
});

describe('a closed loop', () => {
  it('over TCP is given up when no answer comes for so long', () => {
    const loop = new ClosedLoop(pace, Number.POSITIVE_INFINITY);
    expect(loop.next(pace.start)).toBe(true);
    loop.sent(0, 0, false, pace.start);
    loop.answered(0, 0, false, pace.start + SECOND);
    expect(follow(loop, pace.start + 3600 * SECOND)).toBe(pace.start + 11 * SECOND + 1);
    expect(loop.stalled).toBe(true);
  });

  it('over UDP waits for many losses in a row: a few are chance', () => {
    const loop = new ClosedLoop({ ...pace, flows: 1 }, 3 * SECOND);
    let sent = 0;
    let now = pace.start;
    while (!loop.finished(now)) {
      while (loop.next(now)) loop.sent(0, sent++, false, now);
      now = Math.max(now + 1, loop.deadline);
    }
    expect(loop.stalled).toBe(true);
    expect(sent).toBe(20);
  });
});
