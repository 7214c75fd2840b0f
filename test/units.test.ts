/** The grammar of values: what is taken means exactly what its digits say, and everything else is refused by all readers alike. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  otherWays,
  parseBits,
  parseBytes,
  parseDuration,
  parseNumber,
  parseRatio,
  parseWhole,
} from '../src/units.ts';

const READERS = { parseBits, parseBytes, parseDuration, parseNumber, parseRatio, parseWhole };

describe('what people type', () => {
  it.each([
    ['10s', 10e9],
    ['500ms', 500e6],
    ['2m', 120e9],
    ['2min', 120e9],
    ['1.5h', 5400e9],
    ['1,5h', 5400e9],
    ['20us', 20e3],
    ['20µs', 20e3],
    ['20μs', 20e3],
    ['7ns', 7],
    ['0', 0],
    ['0s', 0],
    ['1.1s', 1_100_000_000],
  ])('duration %s', (text, ns) => expect(parseDuration(text)).toBe(ns));

  it.each([
    ['500', 500],
    ['10k', 10_000],
    ['10K', 10_000],
    ['1M', 1e6],
    ['2.5G', 2.5e9],
    ['2,5G', 2.5e9],
    ['0,125', 0.125],
    ['1.1M', 1_100_000],
    ['64Ki', 65_536],
    ['1Mi', 1_048_576],
    ['1Gi', 1_073_741_824],
  ])('number %s', (text, value) => expect(parseNumber(text)).toBe(value));

  it.each([
    ['5%', 0.05],
    ['2.5%', 0.025],
    ['2,5%', 0.025],
    ['0.05', 0.05],
    ['0,05', 0.05],
    ['100%', 1],
    ['0', 0],
    ['0%', 0],
    ['0.001', 0.001],
  ])('share %s', (text, value) => expect(parseRatio(text)).toBe(value));

  it.each([
    ['10M', 10e6],
    ['10Mbit', 10e6],
    ['10Mbit/s', 10e6],
    ['2,5Gbps', 2.5e9],
    ['9600bit/s', 9600],
  ])('bits per second %s', (text, value) => expect(parseBits(text)).toBe(value));

  it.each([
    ['64', 64],
    ['64B', 64],
    ['1.5k', 1500],
    ['150kB', 150_000],
    ['4MiB', 4 * 2 ** 20],
  ])('bytes %s', (text, value) => expect(parseBytes(text)).toBe(value));

  it.each(['', 's', '3', '20', '0.5', '-1s', '1 s', ' 3s', '3s ', '1d', '1e3s', '١s', 'Infinity', '1,500s'])(
    'no duration: "%s"',
    (text) => expect(parseDuration(text)).toBeUndefined(),
  );
  it.each([
    '',
    '-5',
    '+5',
    '5T',
    '5 k',
    '1,000',
    '10,000',
    '1.000,5',
    '1,2,3',
    '.5',
    '5.',
    '99999G'.repeat(9),
  ])('no number: "%s"', (text) => expect(parseNumber(text)).toBeUndefined());
  it.each(['1.000', '1,000', '1,0', '2.5', '1.2345k', '0.5Ki'.repeat(2)])('no whole number: "%s"', (text) =>
    expect(parseWhole(text)).toBeUndefined(),
  );
  it.each(['', '1', '1.0', '5', '-1%', '101%', '1.01', '%', '5 %', 'five', `0.${'0'.repeat(400)}1%`])(
    'no share: "%s"',
    (text) => expect(parseRatio(text)).toBeUndefined(),
  );
});

describe('of every reader', () => {
  const unit = fc.constantFrom('', '%', 's', 'ms', 'k', 'Mi', 'M', 'B', 'bit/s');

  it('no exponent, hexadecimal, sign, name of a number, space, nor anything that overflows', () => {
    const digits = fc.nat(999).map(String);
    const strange = fc.oneof(
      fc
        .tuple(digits, fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), digits)
        .map((p) => p.join('')),
      digits.map((n) => `0x${n}`),
      digits.map((n) => `-${n}`),
      digits.map((n) => `+${n}`),
      digits.map((n) => ` ${n}`),
      fc.constantFrom('NaN', 'Infinity', '-Infinity', 'inf', '1e400', '9'.repeat(400), '½', '١٢', '', ','),
    );
    const spaced = fc.tuple(digits, fc.constantFrom(' ', '\t', '\n', '\u00a0')).map((p) => p.join(''));
    fc.assert(
      fc.property(fc.oneof(strange, spaced), unit, (text, suffix) => {
        for (const read of Object.values(READERS)) expect(read(text + suffix)).toBeUndefined();
      }),
    );
  });

  it('any text gives a finite value that is not negative, or none; and zero only for zero', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.,]{1,9}[a-zA-Z%µ]{0,3}$/)), (text) => {
        for (const read of Object.values(READERS)) {
          const value = read(text);
          if (value === undefined) continue;
          expect(Number.isFinite(value)).toBe(true);
          expect(value).toBeGreaterThanOrEqual(0);
          if (value === 0) expect(text).not.toMatch(/[1-9]/);
        }
        expect(parseRatio(text) ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is as exact as a double can be: the value of the digits, times the unit', () => {
    const powers = { ns: 0, us: 3, ms: 6, s: 9 };
    const decimal = fc.tuple(fc.nat(99_999), fc.stringMatching(/^\d{1,6}$/), fc.constantFrom('.', ','));
    fc.assert(
      fc.property(decimal, fc.constantFrom('ns', 'us', 'ms', 's'), ([whole, part, sign], name) => {
        fc.pre(sign === '.' || part.length !== 3 || whole === 0 || whole > 999);
        expect(parseDuration(`${whole}${sign}${part}${name}`)).toBe(
          Number(`${whole}.${part}e${powers[name]}`),
        );
      }),
    );
  });

  it('a decimal comma means what a point means, wherever it is taken', () => {
    fc.assert(
      fc.property(fc.nat(9999), fc.stringMatching(/^\d{1,5}$/), unit, (whole, part, suffix) => {
        for (const read of Object.values(READERS)) {
          const taken = read(`${whole},${part}${suffix}`);
          if (taken !== undefined) expect(taken).toBe(read(`${whole}.${part}${suffix}`));
        }
      }),
    );
  });
});

describe('what may have been meant', () => {
  const meant = (text: string, read: (text: string) => unknown) =>
    otherWays(text).filter((way) => read(way) !== undefined);

  it.each([
    ['20', parseDuration, ['20ms', '20s']],
    ['0,5', parseDuration, ['0,5ms', '0,5s']],
    ['20 ms', parseDuration, ['20ms']],
    ['5', parseRatio, ['5%']],
    ['1', parseRatio, ['1%', '100%']],
    ['2,5 %', parseRatio, ['2,5%']],
    ['1,000', parseNumber, ['1000', '1.000']],
    ['1.000', parseWhole, ['1000']],
    ['1e6', parseNumber, ['1000000']],
    ['soon', parseDuration, []],
  ] as const)('%s', (text, read, ways) => expect(meant(text, read)).toEqual(ways));
});
