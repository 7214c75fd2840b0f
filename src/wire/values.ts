/** Kinds of values in control messages, all of them bounded. */
import * as v from 'valibot';

export const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
export const text = v.pipe(v.string(), v.maxLength(1024));
export const hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)));
export const positive = v.pipe(v.number(), v.gtValue(0), v.maxValue(1e12));
/** ns: somewhat more than the 480 hours that a run may last. */
export const time = v.pipe(v.number(), v.gtValue(0), v.maxValue(2e15));
/** ns. */
export const warmup = v.pipe(v.number(), v.minValue(0), v.maxValue(1e15));
/** ns between two events, or a sum of such. */
export const span = v.pipe(v.number(), v.finite(), v.minValue(0));
export const counts = v.pipe(v.array(count), v.maxLength(65_536));

export const congestion = v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,15}$/));
export const dscp = v.pipe(count, v.maxValue(63));
