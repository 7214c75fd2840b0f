/** Answers of a plain echo that were not what was sent. */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const byte = v.pipe(count, v.maxValue(255));

export const WrongAnswersSchema = v.object({
  count,
  shorter: count,
  longer: count,
  changed: count,
  foreign: count,
  first: v.nullable(
    v.object({
      kind: v.picklist(['shorter', 'longer', 'changed', 'foreign']),
      bytes: count,
      expected: v.nullable(count),
      /** From 1. */
      byte: v.nullable(count),
      sent: v.nullable(byte),
      got: v.nullable(byte),
      /** Bytes in front of the probe, where all of it came. */
      before: v.nullable(count),
      /** Hexadecimal: what came may be anything. */
      sample: v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{2}){0,64}$/)),
    }),
  ),
});
export type WrongAnswers = v.InferOutput<typeof WrongAnswersSchema>;
