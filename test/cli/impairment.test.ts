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
    { queue: '1.5' },
    { profile: 'toString' },
  ])('refuses %o, naming the option', (options) => {
    expect(() => from(options)).toThrowError(/^--/);
  });
});
