import { expect, it } from 'vitest';
import { describeDirection, describeImpairment } from '../../src/link/describe.ts';
import { type DirectionImpairment, NO_IMPAIRMENT } from '../../src/result/impairment.ts';
import { impaired } from './harness.ts';

it.each([
  [{}, 'nothing'],
  [{ loss: 0.05 }, 'loss 5%'],
  [{ loss: 0.000123456 }, 'loss 0.01235%'],
  [{ burst: { ratio: 0.02, meanLength: 8 } }, 'burst-loss 2% in runs of 8'],
  [{ drop: [3, 4] }, 'drop 3,4'],
  [{ delay: 20e6 }, 'delay 20ms'],
  [{ delay: 1e6 }, 'delay 1ms'],
  [{ delay: 1e9 }, 'delay 1s'],
  [{ delay: 1.5e9 }, 'delay 1.5s'],
  [{ delay: 250e3 }, 'delay 250us'],
  [{ jitter: 3e6 }, 'jitter 3ms'],
  [{ reorder: 0.1 }, 'reorder 10%'],
  [{ duplicate: 0.01 }, 'duplicate 1%'],
  [{ corrupt: 0.001 }, 'corrupt 0.1%'],
  [{ jitter: 3e6, jitterTime: 200e6 }, 'jitter 3ms in 200ms'],
  [{ bandwidth: 5e6, queue: 50 }, 'bandwidth 5 Mbit/s, queue 50'],
  [{ bandwidth: 5e6, queue: 50, queueBytes: 150_000 }, 'bandwidth 5 Mbit/s, queue 150kB'],
  [{ bandwidth: 5e6, queue: 9, aqm: 'fq-codel', ecn: true }, 'bandwidth 5 Mbit/s, queue 9 fq-codel ecn'],
  [
    { loss: 0.05, delay: 20e6, jitter: 1e6, reorder: 0.5, duplicate: 0.25, corrupt: 1 },
    'loss 5%, delay 20ms, jitter 1ms, reorder 50%, duplicate 25%, corrupt 100%',
  ],
] as const)('%j is %s', (link, text) => {
  expect(describeDirection({ ...NO_IMPAIRMENT, ...(link as Partial<DirectionImpairment>) })).toBe(text);
});

it('says both directions at once where they are alike', () => {
  const both = impaired({ loss: 0.05 });
  expect(describeImpairment(both)).toBe('each way: loss 5%');
  expect(describeImpairment({ ...both, down: NO_IMPAIRMENT })).toBe('up: loss 5%; down: nothing');
  expect(describeImpairment(impaired({}))).toBe('no impairment');
});
