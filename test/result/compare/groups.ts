/** Groups of runs to compare. */
import type { Run } from '../../../src/result/compare/comparison.ts';
import { runResult } from '../../fixtures/results.ts';
import { transportResult } from '../../fixtures/transport.ts';

export const run = (seed: number, change: { delay?: number; lossUp?: number } = {}): Run => ({
  file: `${seed}.json`,
  result: runResult([transportResult({ transport: 'udp', rate: 200, seconds: 2, seed, ...change })]),
});

export const runs = (from: number, count: number, change = {}): Run[] =>
  Array.from({ length: count }, (_, at) => run(from + at, change));
