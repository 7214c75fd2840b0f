import { describe, expect, it } from 'vitest';
import { Arrivals, arrivedBits } from '../../src/measure/arrivals.ts';

const LONGEST_JUMP = 2 ** 24;

describe('arrivals of a flow', () => {
  it('first copies, further ones, and their order', () => {
    const arrivals = new Arrivals();
    const taken = [0, 2, 3, 1, 1, 5, 4].map((number, k) => arrivals.arrived(number, k * 10, k * 10 + 7));
    expect(taken).toEqual([true, true, true, true, false, true, true]);
    expect(arrivals).toMatchObject({ received: 6, duplicates: 1, reordered: 2, highest: 5 });
    // Number 1 came two places behind the earliest greater one, number 4 one place.
    expect(arrivals.extents).toEqual(
      new Map([
        [2, 1],
        [1, 1],
      ]),
    );
    expect(arrivals.jitter.updates).toBe(5);
    expect(arrivals.missingRuns()).toEqual(new Map());
  });

  it('streams keep their order by themselves', () => {
    const arrivals = new Arrivals(true);
    for (const number of [3, 1, 0]) expect(arrivals.arrived(number, 0, 0)).toBe(true);
    expect(arrivals).toMatchObject({ received: 3, reordered: 0, highest: 3 });
    expect(arrivals.extents.size).toBe(0);
    expect(arrivals.missingRuns()).toEqual(new Map([[1, 1]]));
  });

  it('numbers that jump too far, or are none, are not believed', () => {
    const arrivals = new Arrivals();
    expect([-1, Number.NaN, LONGEST_JUMP].map((number) => arrivals.arrived(number, 0, 0))).toEqual([
      false,
      false,
      false,
    ]);
    expect(arrivals).toMatchObject({ received: 0, duplicates: 0, highest: -1 });
    expect(arrivals.arrived(LONGEST_JUMP - 1, 0, 0)).toBe(true);
    expect(arrivals.arrived(2 * LONGEST_JUMP, 0, 0)).toBe(false);
    expect(arrivals.arrived(2 * LONGEST_JUMP - 1, 0, 0)).toBe(true);
    expect([arrivals.has(LONGEST_JUMP - 1), arrivals.has(0)]).toEqual([true, false]);
  });

  it('without memory a number is neither an arrival nor a duplicate', () => {
    // Room for the bookkeeping of one page and some bits, not of another.
    const memory = { left: 300 };
    const arrivals = new Arrivals(false, memory);
    expect(arrivals.arrived(0, 0, 0)).toBe(true);
    expect(arrivals.arrived(0, 0, 0)).toBe(false);
    expect(arrivals.duplicates).toBe(1);
    expect(arrivals.arrived(2 ** 20, 0, 0)).toBe(false);
    expect(memory).toMatchObject({ exhausted: true });
    expect(arrivals).toMatchObject({ received: 1, duplicates: 1, highest: 0 });
  });
});

describe('bits of the first probes', () => {
  it('flow by flow, the least significant first', () => {
    const flows = [new Arrivals(), new Arrivals(), new Arrivals()];
    for (const number of [0, 2, 4, 9]) flows[0]!.arrived(number, 0, 0);
    for (const number of [1, 3]) flows[2]!.arrived(number, 0, 0);
    // Bits 0, 2, 4 of flow 0; none of flow 1; bits 10 + 1 and 10 + 3 of flow 2. Number 9 is beyond.
    expect([...Buffer.from(arrivedBits(flows, 5), 'base64')]).toEqual([0b00010101, 0b00101000]);
    expect([...Buffer.from(arrivedBits(flows, 8), 'base64')]).toEqual([0b00010101, 0, 0b00001010]);
    expect([...Buffer.from(arrivedBits(flows.slice(0, 1), 10), 'base64')]).toEqual([0b00010101, 0b10]);
    expect(arrivedBits([], 5)).toBe('');
  });
});
