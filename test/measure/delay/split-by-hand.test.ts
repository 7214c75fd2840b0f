/** Whose delay it was, of a few answers whose times can be added up by hand. ns. */
import { describe, expect, it } from 'vitest';
import { MOST_DRIFT } from '../../../src/measure/delay/clock-bounds.ts';
import { meansOf, OWNERS, sharesOf } from '../../../src/measure/delay/owners.ts';
import { DelaySplit } from '../../../src/measure/delay/split.ts';

const [UP, HELD, DOWN] = [10e6, 1e6, 20e6];
const SECOND = 1e9;

interface Told {
  readonly late?: number;
  readonly blocked?: number;
  readonly up?: number;
  readonly held?: number;
  readonly down?: number;
  readonly unknown?: number;
  readonly doubt?: number;
}

/** The n-th answer, one a second. */
function answer(split: DelaySplit, n: number, told: Told = {}): void {
  const { late = 0, blocked = 0, up = UP, held = HELD, down = DOWN, unknown = 0, doubt = 0 } = told;
  const sent = n * SECOND;
  const arrived = sent + up;
  const departed = arrived + held;
  split.answered(late, blocked, sent, arrived, departed, departed + down, unknown, n, doubt);
}

describe('so far', () => {
  it('is told where it is wanted, once there is an answer', () => {
    const unwanted = new DelaySplit(null);
    answer(unwanted, 0);
    expect(unwanted.soFar).toBeNull();
    expect(unwanted.takeFresh()).toBeNull();
    expect(unwanted.close().samples).toBeNull();
    expect(new DelaySplit(null, true).soFar).toBeNull();
  });

  it('holds who held what; of what is not known no more than the trip took beyond the least', () => {
    const split = new DelaySplit(null, true);
    answer(split, 0, { late: 5e6, blocked: 2e6 });
    expect(split.soFar!.all).toEqual([1, 5e6, 2e6, UP + DOWN, HELD, 0]);
    // Forty more on the way: all of what is in doubt, then no more than the forty.
    answer(split, 1, { down: DOWN + 40e6, unknown: 20e6, doubt: 10e6 });
    expect(split.soFar!.all).toEqual([2, 5e6, 2e6, 2 * (UP + DOWN) + 10e6, 2 * HELD, 30e6]);
    answer(split, 2, { down: DOWN + 40e6, unknown: SECOND });
    expect(split.soFar!.all).toEqual([3, 5e6, 2e6, 3 * (UP + DOWN) + 10e6, 3 * HELD, 70e6]);
    expect(split.soFar!.slowest[0]).toBeCloseTo(0.03, 9);
  });
});

describe('times that cannot be true', () => {
  const of = (residence: number, down: number) => {
    const split = new DelaySplit(null);
    split.answered(0, 0, 5, 5, 5 + residence, 5 + residence + down);
    return split.close();
  };

  it('are those of a server that held a probe for longer than it was away, but for what its clock may drift', () => {
    const most = MOST_DRIFT * SECOND;
    expect(of(SECOND, -most)).toMatchObject({ absurd: 0, network: { count: 1, max: 0 } });
    const { absurd, network, owners } = of(SECOND, -most - 1);
    expect([absurd, network.count]).toEqual([1, 0]);
    expect(meansOf(owners)!.unknown).toBe(SECOND - most - 1);
  });

  it('and of one that sent the answer before it had the probe', () => {
    expect(of(0, 3).absurd).toBe(0);
    const { absurd, owners } = of(-1, 3);
    expect(absurd).toBe(1);
    expect(meansOf(owners)!.unknown).toBe(2);
  });
});

describe('the slowest', () => {
  it.each([
    ['generator', { late: 90e6 }],
    ['blocked', { blocked: 90e6 }],
    ['up', { up: UP + 90e6 }],
    ['down', { down: DOWN + 90e6 }],
    ['server', { held: HELD + 90e6 }],
    ['unknown', { up: UP + 90e6, doubt: 90e6 }],
  ] as const)('are those whom anybody held: %s', (owner, told) => {
    const split = new DelaySplit(null);
    for (let n = 0; n < 200; n++) answer(split, n, n === 77 || n === 123 ? told : {});
    const shares = sharesOf(split.close().owners, 0.01)!;
    expect(shares[owner]).toBeGreaterThan(0.7);
    expect(OWNERS.reduce((all, one) => all + shares[one], 0)).toBeCloseTo(1, 9);
  });
});

describe('samples', () => {
  it('are the variation of each direction and the round trip, by place; fresh ones as they came', () => {
    const split = new DelaySplit(null, false, true);
    answer(split, 1);
    answer(split, 0, { up: UP + 7e6 });
    answer(split, 3, { down: DOWN + 9e6, unknown: 4e6 });
    expect(split.takeFresh()).toEqual({
      sent: [SECOND, 0, 3 * SECOND],
      up: [UP, UP + 7e6, UP],
      down: [DOWN, DOWN, DOWN + 5e6],
    });
    expect(split.takeFresh()).toBeNull();
    const { up, down, trip } = split.close().samples!;
    const near = (column: Float64Array, expected: readonly number[]): void => {
      expect(column.length).toBe(expected.length);
      expected.forEach((value, n) => {
        if (Number.isNaN(value)) expect(column[n]).toBeNaN();
        else expect(column[n]).toBeCloseTo(value, -3);
      });
    };
    near(trip, [UP + DOWN + 7e6, UP + DOWN, Number.NaN, UP + DOWN + 9e6]);
    near(up, [7e6, 0, Number.NaN, 0]);
    near(down, [0, 0, Number.NaN, 9e6]);
  });
});
