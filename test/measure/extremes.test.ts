import { expect, it } from 'vitest';
import { least, most } from '../../src/measure/extremes.ts';

it('least and most of none, of some, and of more than a call takes as arguments', () => {
  expect([least([]), most([])]).toEqual([null, null]);
  expect([least([3, -1, 2]), most([3, -1, 2])]).toEqual([-1, 3]);
  const many = Array.from({ length: 300_000 }, (_, i) => i);
  expect([least(many), most(many)]).toEqual([0, 299_999]);
});
