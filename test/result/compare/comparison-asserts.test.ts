import { expect, test } from 'vitest';
import type { Run } from '../../../src/result/compare/comparison.ts';
import { judgeComparison, readComparisonAssertion } from '../../../src/result/compare/comparison-asserts.ts';
import { runResult } from '../../fixtures/results.ts';
import { transportResult } from '../../fixtures/transport.ts';

const base = transportResult({ transport: 'udp' });
/** A run with these figures, in ms and as a share. */
const run = (p99: number | null, loss: number | null = 0, sent = 1000): Run => ({
  file: 'x',
  result: runResult([
    {
      ...base,
      probes: { ...base.probes!, due: sent, sent, received: sent, lost: 0 },
      undelivered: null,
      loss: { ...base.loss, ratio: loss },
      latency: {
        ...base.latency,
        response: { ...base.latency.response!, p99: p99 === null ? null : p99 * 1e6 },
      },
    },
  ]),
});
const one = (expression: string, before: Run[], after: Run[]) =>
  judgeComparison([expression], before, after)[0]!;

test('a change is the distance of the medians as a share of the one before', () => {
  const [before, after] = [
    [run(10), run(11), run(30)],
    [run(12), run(1), run(13)],
  ];
  expect(one('p99.change<10%', before, after)).toMatchObject({ value: 1 / 11, holds: true });
  expect(one('p99.change<9%', before, after)).toMatchObject({ holds: false });
  expect(one('p99.difference<2ms', before, after)).toMatchObject({ value: 1e6, holds: true });
  expect(one('udp.p99.change<=0%', after, before)).toMatchObject({ value: -1 / 12, holds: true });
  expect(one('p99.change>-5%', after, before)).toMatchObject({ holds: false });
  expect(one('p99.change<250%', [run(10)], [run(34)])).toMatchObject({ value: 2.4, holds: true });
});

test('what is unknown never holds: in any run, among the lost, from nothing, or on no transport', () => {
  expect(one('p99.change<900%', [run(10), run(null)], [run(1)])).toMatchObject({ value: null, holds: false });
  const lossy = run(1);
  const [transport] = lossy.result.transports;
  const among = {
    file: 'x',
    result: runResult([{ ...transport!, probes: { ...transport!.probes!, lost: 50 } }]),
  };
  expect(one('p99.change<900%', [run(10)], [among])).toMatchObject({ value: null, holds: false });
  expect(one('loss.change<900%', [run(1, 0)], [run(1, 0.01)])).toMatchObject({ value: null, holds: false });
  expect(one('loss.difference<2%', [run(1, 0)], [run(1, 0.01)])).toMatchObject({ value: 0.01, holds: true });
  expect(one('loss.change<=0%', [run(1, 0)], [run(1, 0)])).toMatchObject({ value: 0, holds: true });
  expect(one('tcp.p99.change<10%', [run(1)], [run(1)])).toMatchObject({ value: null, holds: false });
});

test.each([
  ['p99.change<10', 'value'],
  ['p99.change<0.1', 'value'],
  ['p99.difference<2', 'value'],
  ['nothing.change<10%', 'name'],
  ['engine.change<10%', 'name'],
  ['p99<5ms', 'form'],
  ['p99.change=10%', 'form'],
])('%s is none: %s', (expression, why) => {
  expect(readComparisonAssertion(expression)).toMatchObject({ why });
});

test('a share without .change is asked back', () => {
  expect(readComparisonAssertion('p99<10%')).toMatchObject({ meant: ['p99.change<10%'] });
});
