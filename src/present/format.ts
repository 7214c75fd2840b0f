/** Numbers and durations for people, in the language's own way. An unknown figure is a dash, never 0. */
import type { Words } from '../words/index.ts';
import { numbersIn, type Scale } from '../words/numbers.ts';

export const UNKNOWN = '–';

export interface Format {
  /** Whole numbers, grouped. */
  readonly count: (value: number | null | undefined) => string;
  /** Of a ratio 0..1, with as many places as it takes to tell it from 0 and from 1. */
  readonly percent: (ratio: number | null | undefined) => string;
  /** Of ns: three significant digits and the unit that suits. */
  readonly time: (ns: number | null | undefined) => string;
  /** Per second: whole from 100 on, three digits below, scaled from a million on. */
  readonly rate: (perSecond: number | null | undefined) => string;
  readonly bits: (perSecond: number | null | undefined) => string;
  readonly bytes: (value: number | null | undefined) => string;
  /** Seconds since the start of the run. */
  readonly clock: (seconds: number) => string;
  /** A bare number with at most `places` decimals. */
  readonly plain: (value: number, places: number) => string;
}
const BYTES: Scale = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
  [1, 'B'],
];
const MULTIPLES: Scale = [
  [1e9, 'G'],
  [1e6, 'M'],
];

export function formatFor(words: Words): Format {
  const language = words.tag;
  const { bits, number, scaled, time } = numbersIn(language);
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const digits = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const threePlaces = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const places = (most: number): Intl.NumberFormat =>
    new Intl.NumberFormat(language, { maximumFractionDigits: most });
  const known =
    (say: (value: number) => string) =>
    (value: number | null | undefined): string =>
      value === null || value === undefined || !Number.isFinite(value) ? UNKNOWN : say(value);
  return {
    count: known((value) => number(Math.round(value))),
    percent: known((ratio) => `${percentDigits(ratio, digits, places)} %`),
    time: known(time),
    rate: known((value) =>
      value >= 1e6 ? scaled(value, MULTIPLES) : value >= 100 ? whole.format(value) : digits.format(value),
    ),
    bits: known(bits),
    bytes: known((value) => scaled(value, BYTES)),
    clock: (seconds) => threePlaces.format(seconds),
    plain: (value, most) => places(most).format(value),
  };
}

/** 99.96 % must not read "100 %", nor 0.004 % read "0 %". */
function percentDigits(
  ratio: number,
  digits: Intl.NumberFormat,
  places: (most: number) => Intl.NumberFormat,
): string {
  const value = ratio * 100;
  if (value < 99.5 || value === 100 || value > 101) return digits.format(value);
  const away = 100 - value;
  return places(Math.min(6, Math.max(1, Math.ceil(-Math.log10(Math.abs(away))) + 1))).format(value);
}
