/** What must be alike for a comparison, and what is said where it is not. */
import { expect, test } from 'vitest';
import { comparisonText } from '../../../src/present/text/comparison.ts';
import { judge } from '../../../src/result/asserts/thresholds.ts';
import { compareRuns } from '../../../src/result/compare/compare.ts';
import type { Run } from '../../../src/result/compare/comparison.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { lossy, runSpec } from '../../fixtures/results.ts';
import { run, runs } from './groups.ts';

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
