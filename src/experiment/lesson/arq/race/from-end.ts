/** What an end says, checked. */
import * as v from 'valibot';
import type { FromEnd, Move } from './orders.ts';

const time = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const MoveSchema: v.GenericSchema<unknown, Move> = v.union([
  v.tuple([v.literal('sent'), time, count, v.boolean()]),
  v.tuple([v.literal('timeout'), time, count]),
  v.tuple([v.literal('acknowledged'), time, count, v.boolean()]),
]);

export const FromEndSchema: v.GenericSchema<unknown, FromEnd> = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('moves'), moves: v.array(MoveSchema) }),
  v.object({ type: v.literal('progress'), time, bytes: count }),
  v.object({ type: v.literal('done'), time }),
  v.object({ type: v.literal('file'), file: v.string() }),
  v.object({ type: v.literal('failed'), reason: v.string() }),
]);

/** A batch of moves is small; a file is one value. */
export const FROM_END_BOUNDS = { depth: 8, values: 100_000 };
