/** Reading single option values: each refusal names the option, the value, and what is allowed. */
import { SockbenchError } from '../../errors.ts';
import { parseDuration, parseNumber } from '../../units.ts';

export function refuse(option: string, value: string, allowed: string): never {
  throw new SockbenchError('bad-option', 'parse', { option, value, allowed });
}

/** Each is right by itself. */
export function clash(option: string, other: string, why: string): never {
  throw new SockbenchError('options-clash', 'parse', { option, other, why });
}

/** `undefined` passes through: the option was not given. */
export function whole(
  option: string,
  value: string | undefined,
  least: number,
  most: number,
  allowed: string,
): number | undefined {
  if (value === undefined) return undefined;
  const number = parseNumber(value);
  if (number === undefined || !Number.isInteger(number) || number < least || number > most) {
    return refuse(option, value, allowed);
  }
  return number;
}

/** Timers hold 24 days. */
const LONGEST = 480 * 3600e9;

export function duration(
  option: string,
  value: string | undefined,
  least: number,
  allowed: string,
): number | undefined {
  if (value === undefined) return undefined;
  const time = parseDuration(value);
  if (time === undefined || time < least || time > LONGEST) return refuse(option, value, allowed);
  return time;
}

export function choice<const T extends string>(
  option: string,
  value: string | undefined,
  choices: readonly T[],
  allowed: string,
): T | undefined {
  if (value === undefined) return undefined;
  const found = choices.find((candidate) => candidate === value);
  return found ?? refuse(option, value, allowed);
}
