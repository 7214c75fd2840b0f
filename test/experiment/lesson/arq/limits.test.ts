/** Numbers at their limit, and what goes wrong beyond it: a lesson of its own. */
import { describe, expect, it } from 'vitest';
import { lessonFile } from '../../../../src/experiment/lesson/arq/file.ts';
import { type ArqProtocol, leastSpace } from '../../../../src/experiment/lesson/arq/numbers.ts';
import { simulate } from '../../../../src/experiment/lesson/arq/simulate.ts';
import { NO_IMPAIRMENT } from '../../../../src/result/impairment.ts';
import { machines, TIMEOUT } from './machines.ts';

const SEEDS = 60;

/** Of so many seeds, in how many the file arrives whole. */
function whole(protocol: ArqProtocol, window: number, space: number, reorder = 0): number {
  const file = lessonFile(640, 1);
  const both = { ...NO_IMPAIRMENT, loss: 0.3, delay: 10e6, reorder };
  const setup = { protocol, window, space, timeout: 50e6 };
  let count = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const impairment = { up: both, down: both, profile: null, seed };
    const transfer = simulate({ setup, impairment, file, payload: 16, cleanFrom: 20e9, limit: 100e9 });
    if (transfer.time !== null && Buffer.compare(transfer.file, file) === 0) count++;
  }
  return count;
}

describe('selective repeat', () => {
  it.each([1, 2, 3, 4, 8])('with a window of %i is right with twice as many numbers', (window) => {
    expect(leastSpace('selective-repeat', window)).toBe(2 * window);
    expect(whole('selective-repeat', window, 2 * window)).toBe(SEEDS);
  });

  it.each([2, 3, 4, 8])('with a window of %i is wrong with one number less', (window) => {
    expect(whole('selective-repeat', window, 2 * window - 1)).toBeLessThan(SEEDS / 2);
  });

  it('takes a packet that was sent again for a new one (figure 3.27: window 3, numbers 0 to 3)', () => {
    const { leave, arrive } = machines('selective-repeat', 3, 6, 4);
    expect(leave(0)).toEqual([0, 1, 2]);
    for (const index of [0, 1, 2]) arrive(index);
    // All three acknowledgements are lost: packet 0 is sent again, and the receiver waits for number 0 of the next round.
    expect(leave(TIMEOUT)).toEqual([0, 1, 2]);
    expect(arrive(0)).toEqual({ what: 'buffered', ack: 0, delivered: [] });
    expect(arrive(3).delivered).toEqual([3, 0]);
  });
});

describe('Go-Back-N', () => {
  it.each([1, 2, 4, 8])('with a window of %i is right with one number more', (window) => {
    expect(leastSpace('go-back-n', window)).toBe(window + 1);
    expect(whole('go-back-n', window, window + 1)).toBe(SEEDS);
  });

  it.each([2, 4])('with a window of %i is wrong with as many numbers', (window) => {
    expect(whole('go-back-n', window, window)).toBeLessThan(SEEDS / 2);
  });
});

describe('one bit', () => {
  it('is enough for stop-and-wait on a link that keeps order, and not where packets overtake each other', () => {
    expect(whole('stop-and-wait', 1, 2)).toBe(SEEDS);
    expect(whole('stop-and-wait', 1, 2, 0.3)).toBeLessThan(SEEDS);
    expect(whole('stop-and-wait', 1, 65_536, 0.3)).toBe(SEEDS);
  });
});
