/**
 * Units as branded numbers, and the parsing of what people type.
 *
 * A brand costs nothing at run time and stops a rate from being passed where a time is meant.
 * Times are nanoseconds since the run's epoch (or durations in nanoseconds): a double is exact for 104 days.
 */
declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** A time since the run's epoch, or a length of time, in nanoseconds. */
export type Nanos = Unit<'ns'>;
/** A share between 0 and 1. */
export type Ratio = Unit<'ratio'>;

export const nanos = (value: number): Nanos => value as Nanos;

export const MILLISECOND = 1e6 as Nanos;
export const SECOND = 1e9 as Nanos;

/** The transports that sockbench compares. */
export type Transport = 'tcp' | 'udp';
/** *Up* is client to server, *down* is server to client. */
export type Direction = 'up' | 'down';

/**
 * The grammar of every value that people type, for options, asserts and commands alike:
 *
 *     value = digits [ ("." | ",") digits ] unit
 *
 * without spaces, signs, exponents or leading zeros, and decimal alone: `1e3`, `0x8`, `010`, `Infinity` are no values anywhere. A comma is a
 * decimal comma, unless it may as well part thousands (`1,000`): that is no value either.
 */
const VALUE = /^(0|[1-9]\d*)(?:([.,])(\d+))?([a-zA-Zµμ%/]*)$/;

interface Quantity {
  /** Decimal digits, with a point where there was a point or a comma. */
  readonly number: string;
  readonly unit: string;
}

function quantity(text: string): Quantity | undefined {
  const match = VALUE.exec(text);
  if (match === null) return undefined;
  const [, whole = '', sign, fraction, unit = ''] = match;
  if (fraction === undefined) return { number: whole, unit };
  const thousands = sign === ',' && fraction.length === 3 && whole.length <= 3 && Number(whole) > 0;
  return thousands ? undefined : { number: `${whole}.${fraction}`, unit };
}

/** A power of ten is applied to the digits, so that `1.1M` is exactly 1,100,000; then a factor. */
type Scale = readonly [factor: number, power: number];

/** `undefined` where it is too large to be exact, or so small that nothing is left of it. */
function scaled(number: string, [factor, power]: Scale): number | undefined {
  const value = Number(`${number}e${power}`) * factor;
  if (value > Number.MAX_SAFE_INTEGER || (value === 0 && /[1-9]/.test(number))) return undefined;
  return value;
}

const TIMES: ReadonlyMap<string, Scale> = new Map([
  ['ns', [1, 0]],
  ['us', [1, 3]],
  ['µs', [1, 3]],
  ['μs', [1, 3]],
  ['ms', [1, 6]],
  ['s', [1, 9]],
  ['m', [60, 9]],
  ['min', [60, 9]],
  ['h', [3600, 9]],
]);

/** `10s`, `500ms`, `2m`, `1.5h`, and `0`: any other time needs its unit. `undefined` where the text is no duration. */
export function parseDuration(text: string): Nanos | undefined {
  const read = quantity(text);
  if (read === undefined) return undefined;
  if (read.unit === '') return Number(read.number) === 0 ? nanos(0) : undefined;
  const scale = TIMES.get(read.unit);
  return scale === undefined ? undefined : (scaled(read.number, scale) as Nanos | undefined);
}

const MULTIPLES: ReadonlyMap<string, Scale> = new Map([
  ['', [1, 0]],
  ['k', [1, 3]],
  ['K', [1, 3]],
  ['M', [1, 6]],
  ['G', [1, 9]],
  ['Ki', [2 ** 10, 0]],
  ['Mi', [2 ** 20, 0]],
  ['Gi', [2 ** 30, 0]],
]);

/** `500`, `10k`, `1M`, `64Ki`: M is 10⁶ and Mi is 2²⁰. `undefined` where the text is no number. */
export function parseNumber(text: string): number | undefined {
  return counted(quantity(text), '');
}

/** The same, and whole: a fraction needs a multiple (`1.5k`), because `1.000` is a thousand to some. */
export function parseWhole(text: string): number | undefined {
  return whole(quantity(text), '');
}

/** Bytes: whole, `B` may stand behind (`64KiB`). */
export function parseBytes(text: string): number | undefined {
  return whole(quantity(text), 'B');
}

/** Bits per second: `10M`, `10Mbit`, `10Mbit/s`, `10Mbps`. */
export function parseBits(text: string): number | undefined {
  return counted(quantity(text), 'bit', 'bit/s', 'bps');
}

function counted(read: Quantity | undefined, ...names: readonly string[]): number | undefined {
  if (read === undefined) return undefined;
  const name = names.find((one) => one !== '' && read.unit.endsWith(one)) ?? '';
  const scale = MULTIPLES.get(read.unit.slice(0, read.unit.length - name.length));
  return scale === undefined ? undefined : scaled(read.number, scale);
}

function whole(read: Quantity | undefined, name: string): number | undefined {
  const value = counted(read, name);
  const scarce = read?.number.includes('.') === true && !/^[kKMG]/.test(read.unit);
  return value === undefined || scarce || !Number.isInteger(value) ? undefined : value;
}

/** `5%`, `0.05`, `0`: a share between 0 and 1; `1` may mean 1 % to some. `undefined` where the text is none, or outside. */
export function parseRatio(text: string): Ratio | undefined {
  const read = quantity(text);
  if (read === undefined || (read.unit !== '' && read.unit !== '%')) return undefined;
  const value = scaled(read.number, [1, read.unit === '%' ? -2 : 0]);
  if (value === undefined || value > 1 || (value === 1 && read.unit === '')) return undefined;
  return value as Ratio;
}

/** Ways to write what may have been meant, of which a reader takes some: for the sentence of a refusal. */
export function otherWays(text: string): string[] {
  const bare = text.replace(/\s+/g, '');
  const plain = /^\d+(?:\.\d+)?[eE][+-]?\d+$/.test(bare) ? String(Number(bare)) : bare;
  const thousands = /^\d{1,3}[.,]\d{3}/.test(bare);
  const apart = thousands ? [bare.replace(/[.,]/, ''), bare.replace(',', '.')] : [];
  return [bare, plain, ...apart, `${bare}ms`, `${bare}s`, `${bare}%`, '100%'].filter(
    (way, at, all) => way !== text && all.indexOf(way) === at && (way !== '100%' || Number(bare) === 1),
  );
}
