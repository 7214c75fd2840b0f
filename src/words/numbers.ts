/** The one place where a number becomes text: as a language writes it, with what is counted in the form that goes with it. */

/** A number, or what stands where one should (a file may hold anything): that is left as it is. */
export type Countable = number | string | undefined;

export interface Numbers {
  /** `66,436`, `2.5`: up to six decimals. */
  readonly number: (value: Countable) => string;
  /** The form that goes with so many. */
  readonly plural: (value: Countable, one: string, many: string) => string;
  /** `1 probe`, `66,436 probes`. */
  readonly counted: (value: Countable, one: string, many: string) => string;
  /** Three significant digits, with the unit that suits: `1.5 ms`. */
  readonly scaled: (value: number, scale: Scale) => string;
  /** Of ns. */
  readonly time: (ns: Countable) => string;
  /** Of bits per second. */
  readonly bits: (perSecond: Countable) => string;
}

/** Sizes of units, the largest first, and what they are called. */
export type Scale = readonly (readonly [size: number, name: string])[];

const TIMES: Scale = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
];

const BITS: Scale = [
  [1e9, 'Gbit/s'],
  [1e6, 'Mbit/s'],
  [1e3, 'kbit/s'],
  [1, 'bit/s'],
];

/** Nothing is "0 probes" in both languages, half a one "0.5 probes". */
export function numbersIn(tag: string): Numbers {
  const number = (value: Countable): string =>
    typeof value === 'number' ? formatOf(tag, 'plain').format(value) : `${value}`;
  const plural = (value: Countable, one: string, many: string): string => (isOne(value) ? one : many);
  const scaled = (value: number, scale: Scale): string => {
    const size = Math.abs(value);
    const [unit, name] = scale.find(([unit]) => size >= unit * 0.9995) ?? scale.at(-1)!;
    return `${formatOf(tag, 'digits').format(value / unit)} ${name}`;
  };
  return {
    number,
    plural,
    counted: (value, one, many) => `${number(value)} ${plural(value, one, many)}`,
    scaled,
    time: (ns) => scaled(Number(ns), TIMES),
    bits: (perSecond) => scaled(Number(perSecond), BITS),
  };
}

/** Of a text only `1` itself: `1.000` is a thousand to some. */
const isOne = (value: Countable): boolean =>
  typeof value === 'string' ? value === '1' : Number(value) === 1;

const OPTIONS = { plain: { maximumFractionDigits: 6 }, digits: { maximumSignificantDigits: 3 } } as const;
const formats = new Map<string, Intl.NumberFormat>();

/** Made where it is first needed: a command that prints no number does not wait for it. */
function formatOf(tag: string, kind: keyof typeof OPTIONS): Intl.NumberFormat {
  const key = `${kind} ${tag}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(tag, OPTIONS[kind]);
    formats.set(key, format);
  }
  return format;
}
