/** Runs of the real machinery against more of the same: a change is claimed no more often than 5 % of the time. */
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/measure/random.ts';
import { compareRuns } from '../../src/result/compare/compare.ts';
import type { Run } from '../../src/result/compare/comparison.ts';
import { runResult } from '../fixtures/results.ts';
import { assembled } from './assembled.ts';
import { runEcho } from './world.ts';

async function run(seed: number, delay = 2e6): Promise<Run> {
  const outcome = await runEcho({
    transport: 'udp',
    rate: 1000,
    arrivals: 'poisson',
    seed,
    count: 300,
    size: 100,
    network: { seed, up: { loss: 0.03, delay, jitter: 3e6 }, down: { loss: 0.03, delay: 2e6, jitter: 3e6 } },
  });
  return { file: `${seed}.json`, result: runResult([assembled(outcome)]) };
}

const random = seededRandom(3);

function shuffled<T>(items: readonly T[]): T[] {
  const all = [...items];
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [all[at], all[other]] = [all[other]!, all[at]!];
  }
  return all;
}

describe('six runs against six', () => {
  const same: Run[] = [];
  const slower: Run[] = [];
  beforeAll(async () => {
    for (let seed = 1; seed <= 40; seed++) same.push(await run(seed));
    for (let seed = 101; seed <= 112; seed++) slower.push(await run(seed, 4e6));
  });

  it('of the same: at most 5 % of comparisons claim a change', () => {
    let alarms = 0;
    for (let trial = 0; trial < 300; trial++) {
      const drawn = shuffled(same);
      const { figures } = compareRuns(drawn.slice(0, 6), drawn.slice(6, 12));
      expect(figures.map(({ metric }) => metric)).toEqual(expect.arrayContaining(['p50', 'p99', 'loss']));
      if (figures.some(({ better }) => better !== null)) alarms++;
    }
    // 5 % of 300 are 15; more than 24 would be the work of chance once in a hundred times.
    expect(alarms).toBeLessThan(24);
  });

  it('of a path 2 ms slower: both percentiles are named, and nothing else', () => {
    const { figures } = compareRuns(shuffled(same).slice(0, 6), shuffled(slower).slice(0, 6));
    expect(figures.filter(({ better }) => better === false).map(({ metric }) => metric)).toEqual([
      'p50',
      'p99',
    ]);
  });
});
