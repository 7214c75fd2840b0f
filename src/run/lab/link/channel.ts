/** Messages between a client and the link process: lines of JSON over a Unix socket in a private directory. */
import type { Socket } from 'node:net';
import * as v from 'valibot';
import { type JsonBounds, MOST_DEPTH, parseJson } from '../../../json-bounds.ts';
import {
  FateRecordSchema,
  ImpairmentSchema,
  LinkReportSchema,
  QueueMomentSchema,
} from '../../../result/impairment.ts';

/** Letters of a line from a client, and of one from the link: 10,000 fates of packets are four million. */
export const LONGEST_TO_LINK = 2 ** 16;
export const LONGEST_FROM_LINK = 2 ** 24;
const BOUNDS: JsonBounds = { depth: MOST_DEPTH, values: 2 ** 20 };

const whole = v.pipe(v.number(), v.integer());
const transport = v.picklist(['tcp', 'udp']);

export const ToLinkSchema = v.variant('type', [
  /** What is to be told from now on. */
  v.object({ type: v.literal('watch'), what: v.picklist(['packets', 'queue']) }),
  /** The measured part of a run begins at `epoch`: machineNow() in decimal digits. */
  v.object({ type: v.literal('start'), transport, epoch: v.string() }),
  v.object({ type: v.literal('impairment'), impairment: ImpairmentSchema }),
  v.object({
    type: v.literal('report'),
    id: whole,
    transport,
    token: v.nullable(v.string()),
    session: v.boolean(),
  }),
]);
export type ToLink = v.InferOutput<typeof ToLinkSchema>;

export const FromLinkSchema = v.variant('type', [
  v.object({ type: v.literal('packets'), packets: v.array(FateRecordSchema), skipped: whole }),
  /** How full the queues are; `time` in ns since the run's epoch. */
  v.object({
    type: v.literal('queue'),
    time: v.pipe(v.number(), v.finite()),
    up: QueueMomentSchema,
    down: QueueMomentSchema,
  }),
  v.object({ type: v.literal('report'), id: whole, report: LinkReportSchema }),
]);
export type FromLink = v.InferOutput<typeof FromLinkSchema>;

export const send = (socket: Socket, message: ToLink | FromLink): void => {
  socket.write(`${JSON.stringify(message)}\n`);
};

/** Calls `take` for each line that is a message of the schema; anything else ends the connection, as does a line without end. */
export function receive<T>(
  socket: Socket,
  schema: v.BaseSchema<unknown, T, v.BaseIssue<unknown>>,
  longest: number,
  take: (message: T) => void,
): void {
  let held = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    held += text;
    const lines = held.split('\n');
    held = lines.pop()!;
    if (held.length > longest) return void socket.destroy();
    for (const line of lines) {
      const parsed = v.safeParse(schema, valueIn(line));
      if (!parsed.success) return void socket.destroy();
      take(parsed.output);
    }
  });
}

function valueIn(line: string): unknown {
  try {
    return parseJson(line, BOUNDS);
  } catch {
    return undefined;
  }
}
