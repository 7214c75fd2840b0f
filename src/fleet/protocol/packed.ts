/** Something measured as one text: JSON, deflated, base64; and back, within bounds. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { parseJson } from '../../json-bounds.ts';
import { asValue } from './values.ts';

export interface PackedBounds {
  /** Bytes of the JSON, at most. */
  readonly bytes: number;
  /** Values in it. */
  readonly values: number;
}

/** A day of seconds with a histogram each, of many flows. */
export const PART_BOUNDS: PackedBounds = { bytes: 64 * 2 ** 20, values: 2 ** 21 };
/** All agents of a fleet together; each has its share, so that nobody takes the others'. */
const MOST_BYTES = 2 ** 31;
const MOST_VALUES = 2 ** 27;
export const MOMENT_BOUNDS: PackedBounds = { bytes: 4 * 2 ** 20, values: 4096 };

/** Of one of so many agents. */
export const partBounds = (agents: number): PackedBounds => ({
  bytes: Math.min(PART_BOUNDS.bytes, Math.floor(MOST_BYTES / agents)),
  values: Math.min(PART_BOUNDS.values, Math.floor(MOST_VALUES / agents)),
});

const DEPTH = 12;

export const pack = (value: object): string =>
  deflateRawSync(JSON.stringify(value, asValue)).toString('base64');

/** @returns undefined where it is none, or more than that */
export function unpack<Of>(
  schema: v.GenericSchema<unknown, Of>,
  text: string,
  { bytes, values }: PackedBounds,
): Of | undefined {
  try {
    const json = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: bytes }).toString('utf8');
    const parsed = v.safeParse(schema, parseJson(json, { depth: DEPTH, values }), { abortEarly: true });
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
