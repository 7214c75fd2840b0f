import { describe, expect, test } from 'vitest';
import { parseAssertion } from '../../../src/result/asserts/assertions.ts';
import { judge } from '../../../src/result/asserts/thresholds.ts';
import { runResult, samples } from '../../fixtures/results.ts';
import { transportResult } from '../../fixtures/transport.ts';
import { udp } from '../gated.ts';

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
