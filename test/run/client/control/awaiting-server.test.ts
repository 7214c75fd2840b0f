import { describe, expect, it } from 'vitest';
import type { IntervalRow } from '../../../../src/result/document/schema.ts';
import { AwaitingServer } from '../../../../src/run/client/control/awaiting-server.ts';

const row = (index: number): IntervalRow => ({
  startSeconds: index,
  endSeconds: index + 1,
  sent: 10,
  received: null,
  lost: null,
  late: null,
  duplicates: null,
  reordered: null,
  bytesUp: null,
  bytesDown: null,
  retransmits: null,
  p50: null,
  p99: null,
  max: null,
});
const told = (rows: readonly IntervalRow[]) =>
  rows.map(({ startSeconds, bytesUp }) => [startSeconds, bytesUp]);

describe('intervals of a stream up', () => {
  it('wait for what the server says came of them, and are told in order', () => {
    const waiting = new AwaitingServer();
    expect(waiting.rows([row(0)], 1e9)).toEqual([]);
    expect(told(waiting.told({ since: 0, columns: [500] }, 1.2e9))).toEqual([[0, 500]]);
    // The server may be ahead of this end.
    expect(waiting.told({ since: 1, columns: [600, 700] }, 1.9e9)).toEqual([]);
    expect(told(waiting.rows([row(1)], 2e9))).toEqual([[1, 600]]);
    expect(told(waiting.rows([row(2), row(3)], 4e9))).toEqual([[2, 700]]);
  });

  it('are told without it where a server says nothing for long: that is unknown, not what was sent', () => {
    const waiting = new AwaitingServer();
    expect(waiting.rows([row(0)], 1e9)).toEqual([]);
    expect(waiting.rows([row(1)], 2e9)).toEqual([]);
    expect(told(waiting.rows([row(2)], 4e9))).toEqual([[0, null]]);
    expect(told(waiting.rows([], 5e9))).toEqual([[1, null]]);
  });

  it('at the end the ledger tells of the rest; of what it does not know nobody does', () => {
    const waiting = new AwaitingServer();
    waiting.rows([row(0), row(1), row(2)], 1e9);
    expect(told(waiting.flush([100, 200]))).toEqual([
      [0, 100],
      [1, 200],
      [2, null],
    ]);
  });
});
