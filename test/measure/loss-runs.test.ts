/** Whether losses look independent, and whether they come evenly. */
import { describe, expect, it } from 'vitest';
import type { BatchData } from '../../src/measure/slices/batches.ts';
import { looksEven, looksIndependent } from '../../src/measure/statistics.ts';
import { pattern, slots } from './batch-data.ts';

describe('runs of losses', () => {
  it('up to 50 losses: exactly, by counting every order there is', () => {
    for (let sent = 2; sent <= 11; sent++)
      for (let lost = 2; lost < sent; lost++) {
        const counts: number[] = [];
        for (let order = 0; order < 2 ** sent; order++) {
          const bits = order.toString(2).padStart(sent, '0');
          if (bits.split('1').length - 1 === lost)
            counts.push(bits.split(/0+/).filter((run) => run !== '').length);
        }
        for (let runs = 1; runs <= lost; runs++) {
          const fewer = counts.filter((count) => count <= runs).length / counts.length;
          expect(looksIndependent(sent, lost, runs), `${lost} of ${sent} in ${runs}`).toBe(fewer > 0.05);
        }
      }
  });

  it('a single loss, and a loss of all, tell nothing', () => {
    expect([looksIndependent(100, 0, 0), looksIndependent(100, 1, 1), looksIndependent(9, 9, 1)]).toEqual(
      Array(3).fill(true),
    );
    expect(looksIndependent(100, 2, 1)).toBe(false);
    expect(looksIndependent(10, 2, 1)).toBe(true);
  });

  // The least number of runs that chance gives. Up to 50 losses it is exact, beyond them Wald and Wolfowitz's normal one.
  it.each([
    [55, 50, 4],
    [70, 50, 12],
    [250, 50, 36],
    [2050, 50, 47],
    [57, 51, 6],
    [62, 51, 8],
    [78, 51, 15],
    [118, 51, 25],
    [1000, 60, 54],
    [5000, 400, 360],
  ])('of %i, %i lost: %i runs', (sent, lost, least) => {
    expect([looksIndependent(sent, lost, least - 1), looksIndependent(sent, lost, least)]).toEqual([
      false,
      true,
    ]);
  });

  it('almost nothing kept', () => {
    expect(looksIndependent(52, 51, 2)).toBe(true);
    expect(looksIndependent(60, 60, 1)).toBe(true);
  });
});

describe('losses in time', () => {
  it.each([
    [
      'two batches alike',
      [
        [50, 5],
        [50, 5],
      ],
      true,
    ],
    [
      'two batches, chi-square 1.8 of 3.8',
      [
        [50, 7],
        [50, 3],
      ],
      true,
    ],
    [
      'two batches, chi-square 4.0 of 3.8',
      [
        [50, 8],
        [50, 2],
      ],
      false,
    ],
    [
      'the other way round',
      [
        [50, 1],
        [50, 9],
      ],
      false,
    ],
    [
      'too few losses to tell',
      [
        [50, 9],
        [50, 0],
      ],
      true,
    ],
    [
      'a single batch with anything in it',
      [
        [0, 0],
        [50, 20],
      ],
      true,
    ],
  ] as const)('%s', (_name, each, even) => {
    expect(looksEven(slots(each))).toBe(even);
  });

  it.each([
    ['40 batches, 63.8 of 54.6', pattern(40, (slot) => [100, slot % 2 === 0 ? 9 : 3]), false],
    ['40 batches, 28.4 of 54.6', pattern(40, (slot) => [100, slot % 2 === 0 ? 8 : 4]), true],
    ['with empty ones, 31.9 of 30.1', gaps(3, 9), false],
    ['with empty ones, 14.2 of 30.1', gaps(4, 8), true],
    ['most are lost, 56.7 of 30.1', pattern(20, (slot) => [100, slot % 2 === 0 ? 98 : 90]), false],
    ['most are lost, 14.2 of 30.1', pattern(20, (slot) => [100, slot % 2 === 0 ? 96 : 92]), true],
  ])('%s', (_name, batches, even) => {
    expect(looksEven(batches)).toBe(even);
  });

  function gaps(few: number, many: number): BatchData {
    return pattern(40, (slot) => (slot % 2 === 1 ? [0, 0] : [100, slot % 4 === 0 ? few : many]));
  }
});
