/** Intervals hold the truth as often as they say: simulated runs whose true ratio is known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bump } from '../../src/measure/columns.ts';
import { seededRandom } from '../../src/measure/random.ts';
import { LossSlots } from '../../src/measure/slices/batches.ts';
import {
  dependence,
  looksIndependent,
  lossConfidence,
  quantileRanks,
  wilson,
} from '../../src/measure/statistics.ts';

const random = seededRandom(5);

type Losses = readonly boolean[];
const independent = (n: number, p: number): Losses => Array.from({ length: n }, () => random() < p);

/** Gilbert's two states: bursts of the given mean length, a share `p` of all lost. */
function bursts(n: number, length: number, p: number): Losses {
  const leave = 1 / length;
  const enter = (p * leave) / (1 - p);
  let bad = random() < p;
  return Array.from({ length: n }, () => {
    const lost = bad;
    bad = bad ? random() >= leave : random() < enter;
    return lost;
  });
}

/** What the ledger would say of flows that send one probe each in every millisecond. */
function confidenceOf(flows: readonly Losses[]) {
  const slots = new LossSlots(0);
  const runs = new Map<number, number>();
  let [sent, lost] = [0, 0];
  for (const flow of flows) {
    let run = 0;
    flow.forEach((gone, at) => {
      sent++;
      slots.sent(at * 1e6);
      if (gone) {
        lost++;
        run++;
        return;
      }
      slots.received(at * 1e6);
      if (run > 0) bump(runs, run);
      run = 0;
    });
    if (run > 0) bump(runs, run);
  }
  return lossConfidence(sent, lost, runs, slots.data());
}

function judged(trials: number, truth: number, make: () => readonly Losses[]) {
  let [printed, wrong, wilsons] = [0, 0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const { interval, method } = confidenceOf(make());
    if (interval === null) continue;
    printed++;
    if (method === 'wilson') wilsons++;
    if (truth < interval[0] || truth > interval[1]) wrong++;
  }
  return { printed: printed / trials, wrong: wrong / trials, wilsons: wilsons / trials };
}

describe('the interval of the loss ratio', () => {
  for (const [n, p] of [
    [1000, 0.05],
    [1000, 0.002],
    [2000, 0.9],
  ] as const)
    it(`independent losses: ${n} probes, ${p}`, () => {
      const { printed, wrong, wilsons } = judged(400, p, () => [independent(n, p)]);
      expect(printed).toBeGreaterThan(0.98);
      expect(wrong).toBeLessThan(0.09);
      // Two tests at 5 % each send some of them to batch means.
      expect(wilsons).toBeGreaterThan(0.82);
    });

  for (const [n, length, p] of [
    [10_000, 8, 0.05],
    [10_000, 3, 0.01],
  ] as const)
    it(`bursts of ${length}, ${p}: batch means, never Wilson`, () => {
      const { printed, wrong, wilsons } = judged(150, p, () => [bursts(n, length, p)]);
      expect(printed).toBeGreaterThan(0.95);
      expect(wilsons).toBe(0);
      expect(wrong).toBeLessThan(0.12);
    });

  it('a few bursts do not tell how often they come: unknown', () => {
    const { wrong, printed } = judged(200, 0.05, () => [bursts(1000, 8, 0.05)]);
    expect(printed).toBeLessThan(0.2);
    expect(wrong).toBeLessThan(0.1);
  });

  it('one outage that strikes every flow is no independent loss, though each flow lost one probe', () => {
    const flow: Losses = Array.from({ length: 100 }, (_, at) => at === 50);
    expect(confidenceOf(Array.from({ length: 100 }, () => flow))).toEqual({ interval: null, method: null });
    // The same number of losses, scattered.
    expect(confidenceOf(Array.from({ length: 100 }, (_, k) => flow.map((_, at) => at === k))).method).toBe(
      'wilson',
    );
  });

  it('nothing lost and everything lost have an interval; nothing sent has none', () => {
    expect(confidenceOf([Array.from({ length: 100 }, () => false)]).interval![0]).toBe(0);
    expect(confidenceOf([Array.from({ length: 100 }, () => true)]).interval![1]).toBe(1);
    expect(confidenceOf([[]])).toEqual({ interval: null, method: null });
  });
});

it('the runs test is exact for few losses: against every arrangement', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 1, max: 7 }), (lost, kept) => {
      const all = lost + kept;
      const counts: number[] = [];
      let total = 0;
      for (let set = 0; set < 1 << all; set++) {
        const text = set.toString(2).padStart(all, '0');
        if (text.replaceAll('0', '').length !== lost) continue;
        total++;
        const runs = text.match(/1+/g)!.length;
        counts[runs] = (counts[runs] ?? 0) + 1;
      }
      let fewer = 0;
      for (let runs = 1; runs <= lost; runs++) {
        fewer += counts[runs] ?? 0;
        if (counts[runs] !== undefined && Math.abs(fewer / total - 0.05) > 1e-9)
          expect(looksIndependent(all, lost, runs)).toBe(fewer / total > 0.05);
      }
    }),
  );
});

it('the normal approximation goes on where the exact test ends', () => {
  const boundary = (lost: number): number => {
    let runs = 1;
    while (!looksIndependent(1000, lost, runs)) runs++;
    return runs;
  };
  expect(Math.abs(boundary(51) - boundary(50))).toBeLessThanOrEqual(2);
});

it("Wilson's interval: 2 of 50 (Newcombe 1998, method 3: 0.0110 to 0.1346)", () => {
  const [low, high] = wilson(2, 50)!;
  expect(low).toBeCloseTo(0.011, 4);
  expect(high).toBeCloseTo(0.1346, 4);
});

describe('ranks between which a percentile lies', () => {
  for (const [n, share] of [
    [100, 0.5],
    [1000, 0.99],
    [5000, 0.99],
  ] as const)
    it(`${share} of ${n} independent times`, () => {
      const [low, high] = quantileRanks(n, share)!;
      let within = 0;
      const trials = 1000;
      for (let trial = 0; trial < trials; trial++) {
        // Uniform times: the true percentile is the share itself, and the ranks count what lies below it.
        let below = 0;
        for (let i = 0; i < n; i++) if (random() < share) below++;
        if (below >= low && below < high) within++;
      }
      expect(within / trials).toBeGreaterThan(0.93);
      expect(within / trials).toBeLessThan(0.995);
    });

  it('none where the sample is too small', () => {
    expect(quantileRanks(100, 0.99)).toBeNull();
    expect(quantileRanks(1, 0.5)).toBeNull();
  });
});

describe('slow answers that come together', () => {
  /** Times of a run of 20 slices; each slice has a share of slow ones of its own. */
  function judgedQuantiles(spread: number, share: number) {
    const [slices, each] = [20, 500];
    let [wide, narrow] = [0, 0];
    const trials = 400;
    for (let trial = 0; trial < trials; trial++) {
      // A value is at or below the true quantile with the slice's own chance, whose mean is the share.
      const counts = Array.from({ length: slices }, () => {
        const chance = Math.min(1, Math.max(0, share + spread * (random() - 0.5)));
        let below = 0;
        for (let i = 0; i < each; i++) if (random() < chance) below++;
        return { count: each, below };
      });
      const below = counts.reduce((all, slice) => all + slice.below, 0);
      const holds = (widening: number): boolean => {
        const [low, high] = quantileRanks(slices * each, share, widening)!;
        return below >= low && below < high;
      };
      if (holds(dependence(counts, share))) wide++;
      if (holds(1)) narrow++;
    }
    return { wide: wide / trials, narrow: narrow / trials };
  }

  it('widen the interval of a percentile until it holds the truth again', () => {
    const { wide, narrow } = judgedQuantiles(0.4, 0.5);
    expect(narrow).toBeLessThan(0.75);
    expect(wide).toBeGreaterThan(0.92);
    expect(judgedQuantiles(0.02, 0.98).wide).toBeGreaterThan(0.92);
  });

  it('where there are none, hardly', () => {
    const { wide, narrow } = judgedQuantiles(0, 0.5);
    expect(narrow).toBeGreaterThan(0.92);
    expect(wide).toBeGreaterThan(0.94);
  });

  it('by hand: five slices of 100, with 40, 60, 40, 60 and 50 below', () => {
    const slices = [40, 60, 40, 60, 50].map((below) => ({ count: 100, below }));
    // Variance 400 × 5 / 4 against 500 / 4: an effect of 4; and t of 4 degrees of freedom, first correction.
    expect(dependence(slices, 0.5)).toBeCloseTo(2 * (1 + (1.96 ** 2 + 1) / 16), 3);
    expect(
      dependence(
        slices.map(() => ({ count: 100, below: 50 })),
        0.5,
      ),
    ).toBe(1);
  });

  it('too few slices cannot be judged', () => {
    expect(
      dependence(
        [
          { count: 100, below: 0 },
          { count: 100, below: 100 },
        ],
        0.5,
      ),
    ).toBe(1);
    expect(dependence([], 0.5)).toBe(1);
  });
});
