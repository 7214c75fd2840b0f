import { expect, it } from 'vitest';
import { bump, grown, mergeCounts } from '../../src/measure/columns.ts';

it('a column grows by doubling, keeps what it holds, and is itself while it is large enough', () => {
  const column = Uint32Array.of(1, 2, 3);
  expect(grown(column, 2)).toBe(column);
  expect(grown(column, 3)).toBe(column);
  const larger = grown(column, 4);
  expect([larger.length, ...larger.slice(0, 5)]).toEqual([16, 1, 2, 3, 0, 0]);
  expect(grown(larger, 17).length).toBe(32);
  expect(grown(larger, 33).length).toBe(64);
  expect(grown(new Float64Array(0), 1)).toEqual(new Float64Array(16));
});

it('sparse counters count', () => {
  const record = new Map<number, number>();
  bump(record, 7);
  bump(record, 7, 3);
  bump(record, 1);
  expect(record).toEqual(
    new Map([
      [7, 4],
      [1, 1],
    ]),
  );
  mergeCounts(
    record,
    new Map([
      [7, 2],
      [9, 5],
    ]),
  );
  expect(record).toEqual(
    new Map([
      [7, 6],
      [1, 1],
      [9, 5],
    ]),
  );
});
