import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/measure/random.ts';
import { comparisonText } from '../../../src/present/text/comparison.ts';
import { compareRuns } from '../../../src/result/compare/compare.ts';
import type { Run } from '../../../src/result/compare/comparison.ts';
import { judge } from '../../../src/result/thresholds.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { lossy, runResult, runSpec, transportResult } from '../../fixtures/results.ts';

const run = (seed: number, change: { delay?: number; lossUp?: number } = {}): Run => ({
  file: `${seed}.json`,
  result: runResult([transportResult({ transport: 'udp', rate: 200, seconds: 2, seed, ...change })]),
});
const runs = (from: number, count: number, change = {}): Run[] =>
  Array.from({ length: count }, (_, at) => run(from + at, change));

test('single runs cannot be judged, and the text says so', () => {
  const comparison = compareRuns([run(1)], [run(2, { delay: 5e6 })]);
  expect(comparison.figures.map(({ verdict }) => verdict)).toEqual(['unjudged', 'unjudged', 'unjudged']);
  const text = comparisonText(comparison, wordsFor('en'), { color: false, width: 100 });
  expect(text).toMatch(/cannot be judged whether anything changed: that takes at least 5 runs/);
});

test('a real change over repeated runs is named, with its direction', () => {
  const comparison = compareRuns(runs(1, 6), runs(101, 6, { delay: 5e6 }));
  const p99 = comparison.figures.find(({ metric }) => metric === 'p99')!;
  expect(p99).toMatchObject({ verdict: 'higher', better: false });
  expect(p99.interval![0]).toBeGreaterThan(9e6);
  expect(comparisonText(comparison, wordsFor('pt-BR'), { color: false, width: 120 })).toMatch(
    /^Mudou: UDP latência p50 maior \(pior\); UDP latência p99 maior \(pior\)\./,
  );
});

test('noise is not called a change: false alarms over many comparisons stay below 5 %', () => {
  const random = seededRandom(11);
  const base = run(1).result;
  const noisy = (): Run => {
    const [transport] = base.transports;
    const times = { ...transport!.latency.response!, p50: random(), p99: random() };
    const loss = { ...transport!.loss, ratio: random() };
    return {
      file: 'x',
      result: {
        ...base,
        transports: [
          {
            ...transport!,
            rate: { offered: 1, achieved: random() },
            loss,
            latency: { ...transport!.latency, response: times },
          },
        ],
      },
    };
  };
  let alarms = 0;
  const trials = 400;
  for (let trial = 0; trial < trials; trial++) {
    const side = (): Run[] => Array.from({ length: 6 }, noisy);
    if (compareRuns(side(), side()).figures.some(({ better }) => better !== null)) alarms++;
  }
  expect(alarms / trials).toBeLessThan(0.05);
});

test('files are no runs: what has one start, seed and content counts once, whatever its file is called', () => {
  const five = (
    one: Run,
    change: (result: Run['result'], at: number) => Run['result'] = (result) => result,
  ): Run[] => Array.from({ length: 5 }, (_, at) => ({ file: `${at}.json`, result: change(one.result, at) }));
  const slow = run(2, { delay: 5e6 });
  const copies = compareRuns(five(run(1)), five(slow));
  expect(copies).toMatchObject({ before: { length: 1 }, after: { length: 1 }, notes: ['sameRun'] });
  expect(copies.figures.map(({ verdict }) => verdict)).toEqual(Array(3).fill('unjudged'));
  // Saved with other gates, or read again: the same run.
  const judged = five(run(1), (result, at) => ({
    ...(JSON.parse(JSON.stringify(result)) as typeof result),
    asserts: judge([`p99<${at + 1}ms`], result),
  }));
  expect(compareRuns(judged, five(slow)).before).toHaveLength(1);
  // Another start, another seed or other figures make another run.
  const later = five(run(1), (result, at) => ({ ...result, startedAt: new Date(at * 1000).toISOString() }));
  const seeded = five(run(1), (result, at) => ({ ...result, spec: { ...result.spec, seed: at } }));
  for (const others of [later, seeded, runs(1, 5)]) {
    expect(compareRuns(others, [slow])).toMatchObject({
      before: { length: 5 },
      notes: expect.not.arrayContaining(['sameRun']),
    });
  }
  expect(compareRuns([run(1)], [run(1)]).notes).toEqual(['sameOnBothSides']);
});

test('the difference is that of the two medians beside it, and a change never contradicts them', () => {
  const { figures } = compareRuns(runs(1, 6), runs(101, 6, { delay: 5e6 }));
  for (const { medianBefore, medianAfter, difference, change } of figures) {
    expect(difference).toBe(medianAfter - medianBefore);
    if (medianBefore !== 0) expect(change).toBeCloseTo(difference / medianBefore, 12);
  }
  const text = comparisonText(compareRuns([run(1)], [run(2, { delay: 5e6 })]), wordsFor('en'), {
    color: false,
    width: 120,
  });
  expect(text).toMatch(/UDP latency p50 +[\d.]+ µs +[\d.]+ ms +\+[\d.]+ ms \(\+[\d,]+ %\)/);
});

const conditions = (change: object): Run => ({ file: 'x', result: { ...run(2).result, ...change } });

test('unequal hosts, engines, congestion controls, targets and versions are said, with what they are', () => {
  const [transport] = run(2).result.transports;
  const sender = {
    retransmits: 0,
    rtt: { min: 1, smoothed: 1 },
    congestionWindow: 10,
    congestionControl: 'bbr',
  };
  const tcp = { retransmits: 0, up: sender, down: { ...sender, congestionControl: 'bbr' } };
  const cases: [string, Run, RegExp][] = [
    [
      'differentHost',
      conditions({ host: { ...run(2).result.host, cores: 64 } }),
      /machines or systems: .* × 64,/,
    ],
    ['differentEngine', conditions({ transports: [{ ...transport!, engine: 'linux' }] }), /linux \(/],
    [
      'differentCongestion',
      conditions({ transports: [{ ...transport!, tcp }] }),
      /congestion controls: –; bbr\./,
    ],
    [
      'differentTarget',
      conditions({
        effective: null,
        spec: runSpec(['udp'], { target: { scheme: 'echo', host: '192.0.2.1', port: 7 } }),
      }),
      /192\.0\.2\.1:7/,
    ],
    ['differentVersion', conditions({ tool: { name: 'sockbench', version: '9.9.9' } }), /9\.9\.9/],
  ];
  for (const [note, other, shown] of cases) {
    const comparison = compareRuns([run(1)], [other]);
    expect(comparison.notes).toContain(note);
    expect(comparisonText(comparison, wordsFor('en'), { color: false, width: 300 })).toMatch(shown);
  }
});

test('in mode both each direction is compared by itself', () => {
  const both = (seed: number): Run => {
    const one = run(seed);
    const [transport] = one.result.transports;
    const goodput = { up: 1e6 * seed, down: 5e6 };
    return { ...one, result: { ...one.result, transports: [{ ...transport!, mode: 'both', goodput }] } };
  };
  const { figures } = compareRuns([both(1)], [both(2)]);
  expect(figures.map(({ metric, change }) => [metric, change])).toEqual([
    ['up.goodput', 1],
    ['down.goodput', 0],
    ['up.loss', 0],
    ['down.loss', 0],
  ]);
});

test('what was not asked alike is said', () => {
  const other = run(2);
  const changed = { ...other, result: { ...other.result, spec: runSpec(['udp'], { clients: 9 }) } };
  expect(compareRuns([run(1)], [changed]).notes).toEqual(['differentSpec']);
  expect(compareRuns([run(1)], [run(2)]).notes).toEqual([]);
});

const at = (one: Run, minute: number): Run => ({
  ...one,
  result: { ...one.result, startedAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString() },
});

test('a change between runs that were not made in turn comes with its warning', () => {
  const before = runs(1, 6);
  const after = runs(101, 6, { delay: 5e6 });
  const inTurn = compareRuns(
    before.map((one, k) => at(one, 2 * k)),
    after.map((one, k) => at(one, 2 * k + 1)),
  );
  expect(inTurn.notes).toEqual([]);
  const apart = compareRuns(
    before.map((one, k) => at(one, k)),
    after.map((one, k) => at(one, 10 + k)),
  );
  expect(apart.notes).toEqual(['oneAfterTheOther']);
  // Where nothing is claimed there is nothing to warn of.
  expect(
    compareRuns(
      before.slice(0, 3),
      before.slice(3).map((one) => at(one, 99)),
    ).notes,
  ).toEqual([]);
});

const withSeed = (one: Run, seed: number): Run => ({
  ...one,
  result: { ...one.result, spec: runSpec(['udp'], { impairment: { ...lossy, seed } }) },
});

test('runs over the emulated link with one seed are one draw of its losses', () => {
  const side = (seed: number, change = {}): Run[] =>
    Array.from({ length: 6 }, (_, k) => withSeed(run(k + 10 * seed, change), seed));
  // Another seed on the other side: two draws, which cannot be judged, however often they were repeated.
  const other = compareRuns(side(1), side(2, { delay: 5e6 }));
  expect(other.notes).toContain('sameSeed');
  expect(other.figures.map(({ verdict }) => verdict)).toEqual(Array(3).fill('unjudged'));
  // The same seed on both sides: the draw is no difference, and the runs are compared.
  const same = compareRuns(side(3), side(3, { delay: 5e6 }));
  expect(same.notes).not.toContain('sameSeed');
  expect(same.figures.find(({ metric }) => metric === 'p99')).toMatchObject({ verdict: 'higher' });
  // A seed for each run, as without --seed.
  const each = compareRuns(
    runs(1, 6).map((one, k) => withSeed(one, k)),
    runs(101, 6, { delay: 5e6 }).map((one, k) => withSeed(one, 100 + k)),
  );
  expect(each.notes).not.toContain('sameSeed');
  expect(each.figures.find(({ metric }) => metric === 'p99')).toMatchObject({ verdict: 'higher' });
});

test('a figure that is unknown in a run is left out, and that is said', () => {
  const unknown = run(2);
  const [transport] = unknown.result.transports;
  const blind = {
    ...unknown,
    result: {
      ...unknown.result,
      transports: [{ ...transport!, undelivered: null, loss: { ...transport!.loss, ratio: null } }],
    },
  };
  const comparison = compareRuns([run(1), blind], [run(3), run(4)]);
  expect(comparison.notes).toEqual(['unknownLeftOut']);
  expect(comparison.figures.find(({ metric }) => metric === 'loss')!.before).toHaveLength(1);
});

test('a claimed change has an interval without zero, and a loss that is nowhere is no change', () => {
  const value = fc.integer({ min: 0, max: 12 });
  const side = fc.array(value, { minLength: 6, maxLength: 9 });
  const withLoss = (ratio: number): Run => {
    const one = run(1);
    const [transport] = one.result.transports;
    const loss = { ...transport!.loss, ratio };
    return { ...one, result: { ...one.result, transports: [{ ...transport!, loss }] } };
  };
  fc.assert(
    fc.property(side, side, (before, after) => {
      const { figures } = compareRuns(before.map(withLoss), after.map(withLoss));
      const loss = figures.find(({ metric }) => metric === 'loss')!;
      if (loss.better === null) return;
      const [low, high] = loss.interval!;
      expect(loss.shift > 0 ? low : -high).toBeGreaterThanOrEqual(0);
    }),
    {
      numRuns: 60,
      // By its ranks a change, but the interval goes to 1.
      examples: [
        [
          [9, 4, 9, 7, 9, 9],
          [0, 5, 1, 0, 8, 8, 2],
        ],
      ],
    },
  );
});

test('a rate that was asked for and reached is no result; one that fell short is, and so is one of a closed loop', () => {
  const withRate = (offered: number | null, achieved: number): Run => {
    const one = run(1);
    const [transport] = one.result.transports;
    return {
      ...one,
      result: { ...one.result, transports: [{ ...transport!, rate: { offered, achieved } }] },
    };
  };
  const metrics = (...rates: Parameters<typeof withRate>[]): string[] =>
    compareRuns([withRate(...rates[0]!)], [withRate(...rates[1]!)]).figures.map(({ metric }) => metric);
  expect(metrics([500, 499.9], [500, 500.1])).toEqual(['p50', 'p99', 'loss']);
  expect(metrics([500, 499.9], [500, 480])).toEqual(['rate', 'p50', 'p99', 'loss']);
  expect(metrics([null, 30_000], [null, 31_000])).toEqual(['rate', 'p50', 'p99', 'loss']);
});
