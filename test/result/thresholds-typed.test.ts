/** Values of asserts by their kind: times, rates, words; of both directions and of intervals. */
import { describe, expect, test } from 'vitest';
import { parseAssertion, readAssertion } from '../../src/result/asserts/assertions.ts';
import { judge } from '../../src/result/asserts/thresholds.ts';
import { metricFor } from '../../src/result/metrics.ts';
import { runResult } from '../fixtures/results.ts';
import { transportResult } from '../fixtures/transport.ts';
import { udp } from './gated.ts';

test('a word that it can never be is told with those that it can', () => {
  expect(readAssertion('trust=Good')).toMatchObject({
    why: 'value',
    words: ['good', 'limited', 'poor'],
    meant: ['trust=good'],
  });
  expect(parseAssertion('udp.timestamps=kernel')).toMatchObject({ limit: 'kernel' });
});

describe('typed', () => {
  test.each([
    ['p99<5', 'value', ['p99<5ms', 'p99<5s']],
    ['loss<1', 'value', ['loss<1%']],
    ['goodput>100', 'value', ['goodput>100k', 'goodput>100M']],
    ['p99=5ms', 'equals', ['p99<=5ms']],
    ['loss=0', 'equals', ['loss<=0']],
    ['engine<linux', 'onlyEquals', ['engine=linux']],
    ['P99<5ms', 'name', ['p99<5ms']],
    ['p98<5ms', 'name', []],
    ['p99.change<5%', 'comparisonOnly', []],
    ['lost<0.5', 'value', []],
    ['p99', 'form', []],
  ] as const)('%s is refused: %s', (expression, why, meant) => {
    expect(readAssertion(expression)).toMatchObject({ why, meant });
  });

  test.each([
    'p99<0',
    'loss<=0',
    'goodput>0',
    'loss<0.01',
    'retransmits=0',
    'engine=linux',
    'rate>=1k',
    'lost<10k',
  ])('%s is one', (expression) => expect(readAssertion(expression)).not.toHaveProperty('why'));
});

test('a direction may stand before or behind', () => {
  const result = udp(0.1);
  for (const figure of ['loss', 'goodput', 'jitter', 'sent', 'received', 'lost', 'duplicates', 'reordered']) {
    for (const direction of ['up', 'down'] as const) {
      const [before] = metricFor(`${direction}.${figure}`)!.values(result.transports[0]!);
      expect(metricFor(`${figure}.${direction}`)!.values(result.transports[0]!)).toEqual([before]);
      expect(before, `${direction}.${figure}`).not.toBeUndefined();
    }
  }
  expect(judge(['loss.up>5%', 'up.loss>5%', 'down.loss<1%'], result).map(({ holds }) => holds)).toEqual([
    true,
    true,
    true,
  ]);
});

test('words and whole numbers can be equal', () => {
  const result = udp(0);
  const [transport] = result.transports;
  expect(
    judge([`engine=${transport!.engine}`, 'engine=linux', 'lost=0', 'lost=1', 'refused=0'], result),
  ).toEqual([
    { expression: `engine=${transport!.engine}`, value: transport!.engine, holds: true },
    { expression: 'engine=linux', value: transport!.engine, holds: false },
    { expression: 'lost=0', value: 0, holds: true },
    { expression: 'lost=1', value: 0, holds: false },
    { expression: 'refused=0', value: 0, holds: true },
  ]);
});

test('of an interval both ends must hold, and network and server have times of their own', () => {
  const base = transportResult({ transport: 'udp' });
  const way = (low: number, high: number) => ({
    p50: [low, high] as [number, number],
    p99: [low, high] as [number, number],
    max: null,
    variation: { p50: 1e6, p99: 2e6, max: null },
  });
  const delay = {
    basis: 'none',
    up: way(0, 4e6),
    down: way(3e6, 5e6),
    offset: { low: 0, high: 0, driftPpm: 0 },
  } as const;
  const latency = { ...base.latency, network: base.latency.response, server: null };
  const result = runResult([{ ...base, delay, latency }]);
  expect(
    judge(
      [
        'up.delay.p99<5ms',
        'up.delay.p99<3ms',
        'up.delay.p99>1ms',
        'down.delay.p50>2ms',
        'up.delay.max<1h',
        'up.variation.p99<3ms',
      ],
      result,
    ),
  ).toMatchObject([
    { value: 4e6, holds: true },
    { value: 4e6, holds: false },
    { value: 0, holds: false },
    { value: 3e6, holds: true },
    { value: null, holds: false },
    { value: 2e6, holds: true },
  ]);
  expect(judge(['network.p99<1h', 'server.p99<1h'], result)).toMatchObject([
    { value: base.latency.response!.p99, holds: true },
    { value: null, holds: false },
  ]);
});

test('in mode both a figure is both directions, and each can be gated by itself', () => {
  const base = transportResult({ transport: 'udp', lossUp: 0.1 });
  const { up, down } = base.loss;
  const result = runResult([
    {
      ...base,
      mode: 'both',
      probes: null,
      loss: { ...base.loss, ratio: null },
      goodput: { up: 9e8, down: 2e8 },
    },
  ]);
  expect(judge(['loss<1%', 'up.loss<1%', 'down.loss<1%', 'loss<50%'], result)).toMatchObject([
    { value: up!.ratio, holds: false },
    { value: up!.ratio, holds: false },
    { value: down!.ratio, holds: true },
    { value: up!.ratio, holds: true },
  ]);
  expect(
    judge(['goodput>100M', 'goodput>500M', 'goodput<500M', 'lost<10k', 'jitter<1h'], result),
  ).toMatchObject([
    { value: 2e8, holds: true },
    { value: 2e8, holds: false },
    { value: 9e8, holds: false },
    { value: up!.lost, holds: true },
    { holds: true },
  ]);
});
