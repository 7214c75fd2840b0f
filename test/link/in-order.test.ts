import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InOrder } from '../../src/link/in-order.ts';
import { runs } from '../runs.ts';

describe('what is told in order', () => {
  it('is told in order, whatever order it became known in, but for what there is nothing to tell of', () => {
    const order = fc.integer({ min: 1, max: 60 }).chain((count) =>
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, at) => at),
        { minLength: count, maxLength: count },
      ),
    );
    fc.assert(
      fc.property(order, (numbers) => {
        const told: number[] = [];
        const inOrder = new InOrder<number>((value) => told.push(value));
        for (const number of numbers) {
          inOrder.settle(number, number % 3 === 0 ? undefined : number, 0);
          // Nothing is kept back that could be told.
          const open = numbers.findIndex(
            (_, at) => !numbers.slice(0, numbers.indexOf(number) + 1).includes(at),
          );
          const sure = open === -1 ? numbers.length : open;
          expect(told.length).toBe(
            Array.from({ length: sure }, (_, at) => at).filter((at) => at % 3 !== 0).length,
          );
        }
        expect(told).toEqual([...numbers].sort((one, other) => one - other).filter((at) => at % 3 !== 0));
      }),
      { numRuns: runs(200) },
    );
  });

  it('does not wait for ever: after a time, or with very many, the rest is told without it', () => {
    const told: number[] = [];
    const inOrder = new InOrder<number>((value) => told.push(value));
    inOrder.settle(0, 0, 10);
    inOrder.settle(2, 2, 20);
    inOrder.flushAfter(100, 110);
    expect(told).toEqual([0]);
    inOrder.flushAfter(100, 111);
    expect(told).toEqual([0, 2]);
    inOrder.settle(1, 1, 130);
    inOrder.settle(3, 3, 130);
    expect(told).toEqual([0, 2, 1, 3]);
    inOrder.flushAfter(0, 1e9);
    for (let number = 5; number < 5 + 16_385; number++) inOrder.settle(number, number, 2e9);
    expect(told.length).toBe(4 + 16_385);
    expect(told.at(-1)).toBe(5 + 16_384);
  });
});
