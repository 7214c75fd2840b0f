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

const DURATION_UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
};

/** `10s`, `500ms`, `2m`, `1.5h`; a bare number is seconds. `undefined` where the text is no duration. */
export function parseDuration(text: string): Nanos | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-zµ]*)$/.exec(text.trim());
  const factor = match === null ? undefined : DURATION_UNITS[match[2] === '' ? 's' : match[2]!];
  if (factor === undefined) return undefined;
  return finite(Number(match![1]) * factor) as Nanos | undefined;
}

const MULTIPLES: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** `500`, `10k`, `1M`, `64Ki`: M is 10⁶ and Mi is 2²⁰. `undefined` where the text is no number. */
export function parseNumber(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(k|K|M|G|Ki|Mi|Gi|)$/.exec(text.trim());
  if (match === null) return undefined;
  return finite(Number(match[1]) * MULTIPLES[match[2] === 'K' ? 'k' : match[2]!]!);
}

/** `5%`, `0.05`: a share between 0 and 1. `undefined` where the text is none, or outside. */
export function parseRatio(text: string): Ratio | undefined {
  const match = /^(\d+(?:\.\d+)?(?:e-?\d+)?)(%?)$/.exec(text.trim());
  if (match === null) return undefined;
  const value = Number(match[1]) / (match[2] === '%' ? 100 : 1);
  return value >= 0 && value <= 1 ? (value as Ratio) : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) && value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}
