import { expect, it } from 'vitest';
import { sizeOf } from '../../../src/present/terminal/size.ts';

it.each([
  [{}, 80, 24],
  [{ columns: 0, rows: 0 }, 80, 24],
  [{ columns: 0, rows: 50 }, 80, 50],
  [{ columns: 120 }, 120, 24],
  [{ columns: Number.NaN, rows: -1 }, 80, 24],
  [{ columns: 1, rows: 1 }, 1, 1],
  [{ columns: 65_535, rows: 65_535 }, 1000, 500],
])('%j is %d × %d', (stream, columns, rows) => {
  expect(sizeOf(stream)).toEqual({ columns, rows });
});
