/** The ready-made links, as the README and the contract's readers know them: a changed figure is a changed promise. */
import { describe, expect, it } from 'vitest';
import { PROFILES } from '../../src/link/profiles.ts';
import { NO_IMPAIRMENT } from '../../src/result/impairment.ts';

const ms = (time: number): number => time * 1e6;
const wifi = {
  burst: { ratio: 0.02, meanLength: 4 },
  delay: ms(6),
  jitter: ms(2),
  jitterShape: 'normal',
  bandwidth: 30e6,
  queue: 1000,
};
const lte = {
  loss: 0.001,
  delay: ms(35),
  jitter: ms(10),
  jitterShape: 'normal',
  bandwidth: 12e6,
  queueBytes: 500_000,
};
const satellite = { loss: 0.005, delay: ms(270), jitter: ms(5) };
const campus = { loss: 0.0001, delay: 200_000, jitter: 100_000, bandwidth: 100e6, queueBytes: 128_000 };
const dsl = { loss: 0.001, delay: ms(25), jitter: ms(2) };

describe('profiles', () => {
  it.each([
    ['wifi-busy', wifi, wifi],
    ['4g', lte, lte],
    [
      'satellite',
      { ...satellite, bandwidth: 3e6, queueBytes: 200_000 },
      { ...satellite, bandwidth: 25e6, queueBytes: 1_700_000 },
    ],
    ['campus-lan', campus, campus],
    [
      'dsl',
      { ...dsl, bandwidth: 384_000, queueBytes: 32_000 },
      { ...dsl, bandwidth: 1_500_000, queueBytes: 48_000 },
    ],
  ])('%s', (name, up, down) => {
    expect(PROFILES[name]).toEqual({ up: { ...NO_IMPAIRMENT, ...up }, down: { ...NO_IMPAIRMENT, ...down } });
  });

  it('there are no others', () => {
    expect(Object.keys(PROFILES)).toEqual(['wifi-busy', '4g', 'satellite', 'campus-lan', 'dsl']);
  });
});
