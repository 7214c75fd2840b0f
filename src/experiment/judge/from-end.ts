/** What an end says, before it is believed: a judged command cannot reach the socket, but nothing is taken for granted. */
import * as v from 'valibot';
import { EXCESSES, type FromEnd } from './end/orders.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const FromEndSchema: v.GenericSchema<unknown, FromEnd> = v.variant('type', [
  v.object({ type: v.literal('started') }),
  v.object({ type: v.literal('failed'), what: v.picklist(['command', 'sandbox']), reason: v.string() }),
  v.object({
    type: v.literal('ended'),
    code: v.nullable(count),
    signal: v.nullable(v.string()),
    killed: v.nullable(v.picklist([...EXCESSES, 'stop'])),
    output: v.object({ text: v.string(), bytes: count }),
    diskFull: v.boolean(),
    loopback: count,
    file: v.nullable(v.string()),
    fileBytes: count,
  }),
]);
