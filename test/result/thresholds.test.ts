import { describe, expect, test } from 'vitest';
import { parseAssertion, readAssertion } from '../../src/result/assertions.ts';
import { metricFor } from '../../src/result/metrics.ts';
import { judge } from '../../src/result/thresholds.ts';
import { runResult, samples, transportResult } from '../fixtures/results.ts';

describe('reading', () => {
  test.each([
    ['p99<5ms', 'p99', '<', 5e6],
    ['service.p99 <= 5ms', 'service.p99', '<=', 5e6],
    ['loss<1%', 'loss', '<', 0.01],
    ['up.loss<0.1%', 'up.loss', '<', 0.001],
    ['goodput>100M', 'goodput', '>', 1e8],
    ['goodput>=1Gbit/s', 'goodput', '>=', 1e9],
    ['achieved>99%', 'achieved', '>', 0.99],
    ['p99.9<1s', 'p99.9', '<', 1e9],
  ])('%s', (expression, metric, operator, limit) => {
    expect(parseAssertion(expression)).toMatchObject({
      metric: { name: metric },
      operator,
      limit,
      transport: null,
    });
  });

  test('tcp. and udp. pick a transport', () => {
    expect(parseAssertion('udp.up.loss<1%')).toMatchObject({
      transport: 'udp',
      metric: { name: 'up.loss' },
    });
  });

  test.each([
    '',
    'p99',
    'p99<',
    'p99<5',
    'p99=5ms',
    'p98<5ms',
    'loss<200%',
    'goodput>fast',
    'constructor<1',
    'toString>1',
    '__proto__<1',
    'p99<5ms; x',
    'trust=god',
    'trust=GOOD',
    'tcp.engine=lunix',
    'timestamps=constructor',
  ])('%j is no assertion', (text) => {
    expect(parseAssertion(text)).toBeUndefined();
  });
});

test('a word that it can never be is told with those that it can', () => {
  expect(readAssertion('trust=Good')).toMatchObject({
    why: 'value',
    words: ['good', 'limited', 'poor'],
    meant: ['trust=good'],
  });
  expect(parseAssertion('udp.timestamps=kernel')).toMatchObject({ limit: 'kernel' });
});

const udp = (lossUp: number) => runResult([transportResult({ transport: 'udp', lossUp, seed: 5 })]);

test('holds and does not hold', () => {
  const result = udp(0);
  expect(judge(['p99<1s', 'p99>1s', 'loss<=0%', 'achieved>99%'], result).map(({ holds }) => holds)).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

test('an unknown value never holds, whatever the operator', () => {
  const [response] = judge(['response.p99<1h'], samples.tcpClosed());
  expect(response).toEqual({ expression: 'response.p99<1h', value: null, holds: false });
  expect(judge(['achieved>0%', 'achieved<100%', 'up.loss<100%'], samples.plainEcho())[2]!.holds).toBe(false);
  expect(judge(['p99<1h'], samples.failed())).toEqual([{ expression: 'p99<1h', value: null, holds: false }]);
});

test('of two streams both must be known; answers alone tell a goodput', () => {
  const base = transportResult({ transport: 'udp' });
  const one = (mode: 'echo' | 'both') => runResult([{ ...base, mode, goodput: { up: null, down: 2e8 } }]);
  expect(judge(['goodput>100M'], one('both'))).toMatchObject([{ value: null, holds: false }]);
  expect(judge(['goodput>100M'], one('echo'))).toMatchObject([{ value: 2e8, holds: true }]);
});

test('a percentile whose rank over the sent probes falls among the lost does not hold', () => {
  const result = udp(0.02);
  const { sent, lost } = result.transports[0]!.probes!;
  expect(lost / sent).toBeGreaterThan(0.01);
  expect(lost / sent).toBeLessThan(0.1);
  const holds = judge(['p50<1h', 'p90<1h', 'p99<1h', 'max<1h', 'p99>0s'], result).map((a) => a.holds);
  expect(holds).toEqual([true, true, false, false, false]);
});

test('exactly as many lost as the percentile leaves out: it holds', () => {
  const base = transportResult({ transport: 'udp' });
  const probes = { ...base.probes!, due: 1000, sent: 1000, received: 990, lost: 10 };
  expect(judge(['p99<1h', 'p999<1h'], runResult([{ ...base, probes }])).map((a) => a.holds)).toEqual([
    true,
    false,
  ]);
});

test('what was due and never left is among the lost of a percentile, and of the loss', () => {
  const base = transportResult({ transport: 'udp' });
  const probes = { ...base.probes!, due: 1000, sent: 985, received: 985, lost: 0 };
  const undelivered = { count: 15, ratio: 0.015 };
  const result = runResult([{ ...base, probes, undelivered, loss: { ...base.loss, ratio: 0 } }]);
  const judged = judge(['p90<1h', 'p99<1h', 'loss<1%', 'loss<2%', 'undelivered<1%', 'due=1000'], result);
  expect(judged.map(({ holds }) => holds)).toEqual([true, false, false, true, false, true]);
  expect(judged[2]!.value).toBe(0.015);
});

test('the loss of a gate is the worse of the two, and unknown only where both are', () => {
  const base = transportResult({ transport: 'udp' });
  const value = (ratio: number | null, undelivered: number | null): number | null =>
    judge(
      ['loss<1%'],
      runResult([
        {
          ...base,
          loss: { ...base.loss, ratio },
          undelivered: undelivered === null ? null : { count: 1, ratio: undelivered },
        },
      ]),
    )[0]!.value as number | null;
  expect([value(0.3, 0.2), value(0.2, 0.3), value(0.2, null), value(null, 1), value(null, null)]).toEqual([
    0.3,
    0.3,
    0.2,
    1,
    null,
  ]);
});

test('in compare it must hold for both, and the value is the one that decides', () => {
  const result = samples.compareLab();
  const [tcp, udpResult] = result.transports;
  const [both, tcpOnly] = judge(['loss<1%', 'tcp.loss<1%'], result);
  expect(both).toMatchObject({ holds: false, value: udpResult!.loss.ratio });
  expect(tcpOnly).toMatchObject({ holds: true, value: tcp!.loss.ratio });
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
