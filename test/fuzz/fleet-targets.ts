/** What comes over a fleet's bus: messages in their envelopes. */
import * as v from 'valibot';
import { Seal } from '../../src/fleet/protocol/envelope.ts';
import { CallSchema, FromAgentSchema, OrderSchema } from '../../src/fleet/protocol/messages.ts';
import { specOf } from '../../src/library/spec.ts';
import { must } from './promise.ts';

const ID = 'a'.repeat(32);
const SUBJECT = 'sockbench.v1.f.all';
const open = new Seal('f', null);
const keyed = new Seal('f', Buffer.from('a key of sixteen'));
const HEADER = { from: ID, to: ID, n: 1 };
const host = { os: 'linux', kernel: '6', cpu: 'x', cores: 2, memoryBytes: 1, runtime: 'node' };
const BODIES = [
  { type: 'call', tool: '0.1.0', settled: true },
  {
    type: 'order',
    at: 1,
    task: { spec: specOf({ transports: ['udp'], seed: 1 }), before: 0, all: 1 },
    begin: { group: 0, at: 1 },
    stop: 0,
    got: [{ part: 0, chunks: 1 }],
    release: false,
  },
  {
    type: 'report',
    name: 'a',
    tool: '0.1.0',
    host,
    clock: { same: null, epoch: '1', wall: '1', error: null },
    at: 1,
    heard: null,
    ticket: ID,
    state: 'free',
    group: 0,
    failure: { code: 'x', operation: 'y', details: { z: 1 } },
    ready: null,
    begun: null,
    parts: 0,
  },
  { type: 'piece', part: 0, index: 0, of: 1, data: 'AAAA' },
];

export const busSeeds: readonly Buffer[] = BODIES.map((body) =>
  Buffer.from(open.close(SUBJECT, HEADER, body)),
);

/** Without a key what is understood is valid, and stays so on its way; with one nothing is that was not signed. */
export function bus(bytes: Buffer): boolean {
  const signed = keyed.open(SUBJECT, bytes);
  must('unheard' in signed, 'nobody without the key is heard');
  const opened = open.open(SUBJECT, bytes);
  if ('unheard' in opened) return false;
  must(opened.n >= 1 && Number.isSafeInteger(opened.n), 'a number that counts');
  const parsed = v.safeParse(v.union([CallSchema, OrderSchema, FromAgentSchema]), opened.body);
  if (!parsed.success) return false;
  const again = open.open(SUBJECT, open.close(SUBJECT, opened, parsed.output));
  must(
    'body' in again && v.is(v.union([CallSchema, OrderSchema, FromAgentSchema]), again.body),
    'twice is once',
  );
  return true;
}
