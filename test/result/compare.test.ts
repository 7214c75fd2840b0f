import { expect, test } from 'vitest';
import { seededRandom } from '../../src/measure/random.ts';
import { comparisonText } from '../../src/present/text/comparison.ts';
import { compareRuns, type Run } from '../../src/result/compare.ts';
import { wordsFor } from '../../src/words/index.ts';
import { runResult, runSpec, transportResult } from '../fixtures/results.ts';

const run = (seed: number, change: { delay?: number; lossUp?: number } = {}): Run => ({
  file: `${seed}.json`,
  result: runResult([transportResult({ transport: 'udp', rate: 200, seconds: 2, seed, ...change })]),
});
const runs = (from: number, count: number, change = {}): Run[] =>
  Array.from({ length: count }, (_, at) => run(from + at, change));

test('single runs cannot be judged, and the text says so', () => {
  const comparison = compareRuns([run(1)], [run(2, { delay: 5e6 })]);
  expect(comparison.figures.map(({ verdict }) => verdict)).toEqual([
    'unjudged',
    'unjudged',
    'unjudged',
    'unjudged',
  ]);
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

test('what was not asked alike is said', () => {
  const other = run(2);
  const changed = { ...other, result: { ...other.result, spec: runSpec(['udp'], { clients: 9 }) } };
  expect(compareRuns([run(1)], [changed]).notes).toEqual(['differentSpec']);
  expect(compareRuns([run(1)], [run(2)]).notes).toEqual([]);
});
