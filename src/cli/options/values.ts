/** Reading single option values: each refusal names the option, the value, what is allowed, and what may have been meant. */
import { SockbenchError } from '../../errors.ts';
import { safeText } from '../../safe-text.ts';
import { otherWays, parseDuration, parseWhole } from '../../units.ts';

/** Of a value in a sentence. */
const MOST_SHOWN = 60;

/** @param meant what the value may have been meant to be, such as `20ms` and `20s` */
export function refuse(option: string, value: string, allowed: string, meant: readonly string[] = []): never {
  const shown = value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value;
  const details = { option, value: value === '' ? '' : `"${safeText(shown)}"`, allowed };
  throw new SockbenchError(
    'bad-option',
    'parse',
    meant.length === 0 ? details : { ...details, meant: meant.slice(0, 2).join('|') },
  );
}

/** Each is right by itself. */
export function clash(option: string, other: string, why: string): never {
  throw new SockbenchError('options-clash', 'parse', { option, other, why });
}

/**
 * `undefined` passes through: the option was not given.
 * @param read gives undefined where the text is no value, or out of bounds
 */
export function optional<T>(
  option: string,
  value: string | undefined,
  read: (text: string) => T | undefined,
  allowed: string,
): T | undefined {
  if (value === undefined) return undefined;
  return read(value) ?? refuse(option, value, allowed, meantBy(value, read));
}

/** What a text may have been meant to be, of what `read` takes. */
export const meantBy = (text: string, read: (text: string) => unknown): string[] =>
  otherWays(text).filter((way) => read(way) !== undefined);

/** A reader that keeps within bounds, both included. */
export const within =
  (read: (text: string) => number | undefined, least: number, most: number) =>
  (text: string): number | undefined => {
    const value = read(text);
    return value === undefined || value < least || value > most ? undefined : value;
  };

export function whole(
  option: string,
  value: string | undefined,
  least: number,
  most: number,
  allowed: string,
  read: (text: string) => number | undefined = parseWhole,
): number | undefined {
  return optional(option, value, within(read, least, most), allowed);
}

/** Timers hold 24 days. */
const LONGEST = 480 * 3600e9;

export function duration(
  option: string,
  value: string | undefined,
  least: number,
  allowed: string,
): number | undefined {
  return optional(option, value, within(parseDuration, least, LONGEST), allowed);
}

export function choice<const T extends string>(
  option: string,
  value: string | undefined,
  choices: readonly T[],
  allowed: string,
): T | undefined {
  return optional(option, value, (text) => choices.find((candidate) => candidate === text), allowed);
}

/** A name as kernels write it; whether this one has it is found out by whoever sets it. */
export function congestionFrom(text: string | undefined, allowed: string): string | null {
  if (text === undefined) return null;
  return /^[a-z0-9_-]{1,15}$/.test(text) ? text : refuse('--congestion', text, allowed);
}
