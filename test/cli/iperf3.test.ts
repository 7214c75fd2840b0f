/** iperf3's short options: each says what a long one says, with iperf3's own numbers. */
import { describe, expect, test } from 'vitest';
import { longNames, type ShortOptions } from '../../src/cli/options/iperf3.ts';
import type { RunOptions } from '../../src/cli/options/run-options.ts';
import { SockbenchError } from '../../src/errors.ts';
import { wordsFor } from '../../src/words/index.ts';

const words = wordsFor('en');

describe('the short options of iperf3', () => {
  test.each<[ShortOptions, RunOptions]>([
    [{ t: '5' }, { duration: '5s' }],
    [{ t: '0.5' }, { duration: '0.5s' }],
    [{ t: '2m' }, { duration: '2m' }],
    [{ P: '4' }, { clients: '4' }],
    [{ R: true }, { mode: 'down' }],
    [{ J: true }, { json: true }],
    [{ b: '10M' }, { bitrate: '10M' }],
    [{ b: '0' }, { rate: 'max' }],
    [{ i: '1' }, { interval: '1s' }],
    [{ l: '128K' }, { size: '128Ki' }],
    [{ l: '1m' }, { size: '1Mi' }],
    [{ l: '1400' }, { size: '1400' }],
    [{ O: '2' }, { warmup: '2s' }],
    [{ C: 'bbr' }, { congestion: 'bbr' }],
  ])('%o', (typed, meant) => {
    expect(longNames(typed as RunOptions & ShortOptions, words)).toEqual(meant);
  });

  test('what is said twice is refused, whoever is right', () => {
    const both = { t: '5', duration: '5s' } as RunOptions & ShortOptions;
    expect(() => longNames(both, words)).toThrow(SockbenchError);
    const rates = { b: '0', rate: '100' } as RunOptions & ShortOptions;
    expect(() => longNames(rates, words)).toThrow(SockbenchError);
  });
});
