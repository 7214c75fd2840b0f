/**
 * The one way from text that others wrote to a value: JSON.parse alone takes 200 bytes of memory for a byte of brackets,
 * ends the process where they are nested deep enough, and makes Infinity of `1e999`. So the text is counted before.
 */

export interface JsonBounds {
  /** Brackets within brackets, at most. */
  readonly depth: number;
  /** Values, those inside others included, at most. */
  readonly values: number;
  /** Letters of one string, at most, as they are written; without it, as many as there are. */
  readonly letters?: number;
}

/** Nothing of ours is nested half as deep. */
export const MOST_DEPTH = 64;

export type JsonProblem = 'deep' | 'many' | 'long' | 'infinite';

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Digits enough for any number of ours; a longer one is looked at, as is one with an exponent. */
const LONG_NUMBER = 300;

/**
 * What speaks against parsing `text`; undefined: nothing. One pass over the text, and no memory. Text that is not JSON may
 * pass: that is for the parser to say.
 */
export function jsonProblem(
  text: string,
  { depth, values, letters = Number.POSITIVE_INFINITY }: JsonBounds,
): JsonProblem | undefined {
  let open = 0;
  let count = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at + 1);
      if (end - at > letters + 1) return 'long';
      at = end;
    } else if (code === COMMA) count++;
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      count++;
      if (++open > depth) return 'deep';
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) open--;
    else if (isDigit(code)) {
      const end = endOfNumber(text, at);
      if (!isFiniteNumber(text, at, end)) return 'infinite';
      at = end - 1;
    }
    if (count > values) return 'many';
  }
  return undefined;
}

/** @returns where the closing quote stands, or the end of the text */
function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return text.length;
}

function endOfNumber(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && isOfNumber(text.charCodeAt(at))) at++;
  return at;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isExponent = (code: number): boolean => code === 0x65 || code === 0x45;
/** Digits, point, exponent and its sign. */
const isOfNumber = (code: number): boolean =>
  isDigit(code) || code === 0x2e || isExponent(code) || code === 0x2b || code === 0x2d;

function isFiniteNumber(text: string, from: number, to: number): boolean {
  let exponent = to - from > LONG_NUMBER;
  for (let at = from; at < to && !exponent; at++) exponent = isExponent(text.charCodeAt(at));
  return !exponent || Math.abs(Number(text.slice(from, to))) !== Number.POSITIVE_INFINITY;
}

/** The text is well-formed, perhaps, and not for us. */
export class JsonBoundsError extends SyntaxError {
  override readonly name = 'JsonBoundsError';
  readonly problem: JsonProblem;

  constructor(problem: JsonProblem) {
    super(`JSON that is ${problem}`);
    this.problem = problem;
  }
}

/**
 * @returns plain values, every number finite
 * @throws SyntaxError where it is no JSON, JsonBoundsError (one of them) where it is beyond the bounds
 */
export function parseJson(text: string, bounds: JsonBounds): unknown {
  const problem = jsonProblem(text, bounds);
  if (problem !== undefined) throw new JsonBoundsError(problem);
  return JSON.parse(text) as unknown;
}
