import { describe, expect, it } from 'vitest';
import { type ImpairmentOptions, impairmentFrom } from '../../src/cli/options/impairment.ts';
import { PROFILES } from '../../src/link/profiles.ts';
import { NO_IMPAIRMENT } from '../../src/result/impairment.ts';
import { wordsFor } from '../../src/words/index.ts';

const from = (options: ImpairmentOptions) => impairmentFrom(options, 7, wordsFor('en'));

describe('impairmentFrom', () => {
  it('is null where no link was asked for', () => {
    expect(from({})).toBeNull();
  });

  it('takes one value for both directions, or one for each', () => {
    expect(from({ loss: '5%' })).toEqual({
      up: { ...NO_IMPAIRMENT, loss: 0.05 },
      down: { ...NO_IMPAIRMENT, loss: 0.05 },
      profile: null,
      seed: 7,
    });
    expect(from({ delay: 'up=20ms,down=5ms' })).toMatchObject({ up: { delay: 20e6 }, down: { delay: 5e6 } });
    expect(from({ loss: 'down=1%' })).toMatchObject({ up: { loss: 0 }, down: { loss: 0.01 } });
  });

  it('reads lists and pairs of each direction', () => {
    expect(from({ burstLoss: '5%,8' })!.up.burst).toEqual({ ratio: 0.05, meanLength: 8 });
    const both = from({ burstLoss: 'up=5%,8,down=0', drop: 'up=3,4,down=7' })!;
    expect(both.up).toMatchObject({ burst: { ratio: 0.05, meanLength: 8 }, drop: [3, 4] });
    expect(both.down).toMatchObject({ burst: null, drop: [7] });
  });

  it('takes a queue in packets or in bytes, each direction by itself', () => {
    const both = from({ bandwidth: '10M', queue: 'up=50,down=150kB' })!;
    expect(both.up).toMatchObject({ queue: 50, queueBytes: null });
    expect(both.down).toMatchObject({ queueBytes: 150_000 });
    for (const [text, bytes] of [
      ['1500B', 1500],
      ['64KiB', 65_536],
      ['1.5MB', 1_500_000],
    ] as const)
      expect(from({ bandwidth: '10M', queue: text })!.up.queueBytes).toBe(bytes);
    // The latest word holds: a profile's bytes give way to packets.
    expect(from({ profile: 'dsl', queue: '20' })!.up).toMatchObject({ queue: 20, queueBytes: null });
  });

  it('takes what manages the queue, which has as much room as Linux gives it', () => {
    expect(from({ bandwidth: '10M' })!.up).toMatchObject({ queue: 100, aqm: 'none', ecn: false });
    expect(from({ bandwidth: '10M', aqm: 'codel' })!.up).toMatchObject({ queue: 1000, aqm: 'codel' });
    const both = from({ bandwidth: '10M', aqm: 'up=fq-codel', ecn: true })!;
    expect(both.up).toMatchObject({ queue: 10_240, aqm: 'fq-codel', ecn: true });
    expect(both.down).toMatchObject({ queue: 100, aqm: 'none', ecn: true });
    expect(from({ bandwidth: '10M', aqm: 'codel', queue: '30kB' })!.up.queueBytes).toBe(30_000);
    expect(from({ profile: '4g', aqm: 'codel' })!.up).toMatchObject({ queueBytes: 500_000, aqm: 'codel' });
  });

  it('takes how slowly the delay varies', () => {
    expect(from({ jitter: '5ms' })!.up.jitterTime).toBe(50e6);
    expect(from({ jitter: '5ms', jitterTime: 'up=1s' })).toMatchObject({
      up: { jitterTime: 1e9 },
      down: { jitterTime: 50e6 },
    });
  });

  it.each([{ aqm: 'codel' }, { queue: '10' }, { aqm: 'fq-codel', delay: '5ms' }])(
    'refuses %o, because nothing waits without a bandwidth',
    (options) => {
      expect(() => from(options)).toThrowError(/--bandwidth/);
    },
  );

  it('starts from a profile, which other options change', () => {
    const made = from({ profile: 'dsl', loss: '0' })!;
    expect(made.profile).toBe('dsl');
    expect(made.up).toEqual({ ...PROFILES['dsl']!.up, loss: 0 });
    expect(PROFILES['dsl']!.up.loss).toBeGreaterThan(0);
  });

  it.each([
    { loss: '101%' },
    { loss: 'left=5%' },
    { loss: '' },
    { burstLoss: '5%' },
    { burstLoss: '5%,0.5' },
    { drop: '0,3' },
    { drop: 'x' },
    { delay: '5' + 'x' },
    { delay: '10m' },
    { jitterShape: 'pareto' },
    { bandwidth: '10' },
    { bandwidth: '1M', queue: '1.5' },
    { bandwidth: '1M', queue: '1e3B' },
    { bandwidth: '1M', queue: '150 kB' },
    { bandwidth: '1M', aqm: 'pie' },
    { jitterTime: '0' },
    { jitterTime: '2h' },
    { profile: 'toString' },
  ])('refuses %o, naming the option', (options) => {
    expect(() => from(options)).toThrowError(/^--/);
  });
});
