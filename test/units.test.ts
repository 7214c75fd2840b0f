import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, parseNumber, parseRatio } from '../src/units.ts';

describe('what people type', () => {
  it.each([
    ['10s', 10e9],
    ['500ms', 500e6],
    ['2m', 120e9],
    ['2min', 120e9],
    ['1.5h', 5400e9],
    ['20us', 20e3],
    ['20µs', 20e3],
    ['7ns', 7],
    ['3', 3e9],
    [' 3 s ', 3e9],
    ['0', 0],
  ])('duration %s', (text, ns) => expect(parseDuration(text)).toBe(ns));

  it.each([
    ['500', 500],
    ['10k', 10_000],
    ['10K', 10_000],
    ['1M', 1e6],
    ['2.5G', 2.5e9],
    ['64Ki', 65_536],
    ['1Mi', 1_048_576],
    ['1Gi', 1_073_741_824],
  ])('number %s', (text, value) => expect(parseNumber(text)).toBe(value));

  it.each([
    ['5%', 0.05],
    ['0.05', 0.05],
    ['100%', 1],
    ['0', 0],
    ['1e-3', 0.001],
  ])('share %s', (text, value) => expect(parseRatio(text)).toBeCloseTo(value, 15));

  it.each(['', 's', '-1s', '1 s s', '1d', '1e3s', '١s', 'Infinity', '9'.repeat(400)])(
    'no duration: %s',
    (text) => expect(parseDuration(text)).toBeUndefined(),
  );
  it.each(['', '-5', '5T', '5 k', '0x10', 'NaN', '1e400', '99999G'.repeat(9)])('no number: %s', (text) =>
    expect(parseNumber(text)).toBeUndefined(),
  );
  it.each(['', '-1%', '101%', '1.01', '%', 'five'])('no share: %s', (text) =>
    expect(parseRatio(text)).toBeUndefined(),
  );

  it('any text gives a value within bounds or none, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.]{1,9}[a-zA-Z%µ]{0,3}$/)), (text) => {
        for (const parse of [parseDuration, parseNumber, parseRatio]) {
          const value = parse(text);
          if (value === undefined) continue;
          expect(Number.isFinite(value)).toBe(true);
          expect(value).toBeGreaterThanOrEqual(0);
        }
        const share = parseRatio(text);
        if (share !== undefined) expect(share).toBeLessThanOrEqual(1);
      }),
    );
  });
});
