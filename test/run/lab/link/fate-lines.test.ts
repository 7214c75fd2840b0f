/** Lines of fates wait for the packet to be handed over, and keep their order. */
import { expect, it } from 'vitest';
import type { FateRecord } from '../../../../src/result/impairment.ts';
import { FateLines } from '../../../../src/run/lab/link/fate-lines.ts';

const record = (index: number, delivered: boolean): FateRecord => ({
  time: index,
  direction: 'up',
  protocol: 'udp',
  source: '',
  destination: '',
  bytes: 92,
  fate: delivered ? 'delivered' : 'lost',
  index,
  ...(delivered && { deliveredAt: index + 100 }),
});
const NONE = { indexes: [], times: [] };
const told = (lines: string): (readonly [number, number | undefined])[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FateRecord)
    .map(({ index, writtenAt }) => [index, writtenAt]);

it('a line is told when its packet was handed over, and none before those in front of it', () => {
  const lines = new FateLines();
  expect(told(lines.take([record(0, false), record(1, true), record(2, false)], NONE))).toEqual([
    [0, undefined],
  ]);
  expect(told(lines.take([record(3, true)], { indexes: [3], times: [104] }))).toEqual([]);
  expect(told(lines.take([], { indexes: [1], times: [107] }))).toEqual([
    [1, 107],
    [2, undefined],
    [3, 104],
  ]);
  // Of a record that was told without: a file does not change any more.
  expect(told(lines.take([record(4, false)], { indexes: [0, 99], times: [1, 2] }))).toEqual([[4, undefined]]);
});

it('a record that waited for one before it may know already', () => {
  const lines = new FateLines();
  expect(told(lines.take([], { indexes: [1], times: [103] }))).toEqual([]);
  expect(told(lines.take([{ ...record(1, true), writtenAt: 103 }], NONE))).toEqual([[1, 103]]);
});

it('what is under way at the end is told as it is', () => {
  const lines = new FateLines();
  expect(told(lines.take([record(0, true), record(1, true)], { indexes: [1], times: [101] }))).toEqual([]);
  expect(told(lines.rest())).toEqual([
    [0, undefined],
    [1, 101],
  ]);
  expect(lines.rest()).toBe('');
});
