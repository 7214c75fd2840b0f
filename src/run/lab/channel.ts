/** Messages between a client and the link process: lines of JSON over a Unix socket in a private directory. */
import type { Socket } from 'node:net';
import * as v from 'valibot';
import { FateRecordSchema, ImpairmentSchema, LinkReportSchema } from '../../result/impairment.ts';

const transport = v.picklist(['tcp', 'udp']);

export const ToLinkSchema = v.variant('type', [
  v.object({ type: v.literal('watch') }),
  /** The measured part of a run begins at `epoch`: machineNow() in decimal digits. */
  v.object({ type: v.literal('start'), transport, epoch: v.string() }),
  v.object({ type: v.literal('impairment'), impairment: ImpairmentSchema }),
  v.object({
    type: v.literal('report'),
    id: v.number(),
    transport,
    token: v.nullable(v.string()),
    session: v.boolean(),
  }),
]);
export type ToLink = v.InferOutput<typeof ToLinkSchema>;

export const FromLinkSchema = v.variant('type', [
  v.object({ type: v.literal('packets'), packets: v.array(FateRecordSchema), skipped: v.number() }),
  v.object({ type: v.literal('report'), id: v.number(), report: LinkReportSchema }),
]);
export type FromLink = v.InferOutput<typeof FromLinkSchema>;

export const send = (socket: Socket, message: ToLink | FromLink): void => {
  socket.write(`${JSON.stringify(message)}\n`);
};

/** Calls `take` for each line that is a message of the schema; anything else ends the connection. */
export function receive<T>(
  socket: Socket,
  schema: v.BaseSchema<unknown, T, v.BaseIssue<unknown>>,
  take: (message: T) => void,
): void {
  let held = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    held += text;
    const lines = held.split('\n');
    held = lines.pop()!;
    for (const line of lines) {
      const parsed = v.safeParse(schema, parseJson(line));
      if (!parsed.success) return void socket.destroy();
      take(parsed.output);
    }
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
