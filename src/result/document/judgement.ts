/**
 * What the judge says of a pair of programs, schema `sockbench.judgement/1`: the one source of its types, its validation
 * and its JSON Schema. Units as in `sockbench.result/1`.
 */
import * as v from 'valibot';
import { FateRecordSchema, ImpairmentSchema } from '../impairment.ts';
import { RunResultSchema } from './schema.ts';

export const JUDGEMENT_SCHEMA = 'sockbench.judgement/1';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.finite());
const seconds = v.pipe(v.number(), v.minValue(0), v.finite());
const text = v.pipe(v.string(), v.maxLength(10_000));

/** What every document says of itself. */
const { tool, host, ending, asserts } = RunResultSchema.entries;

export const REASONS = [
  'not-started',
  'crashed',
  'timeout',
  'short',
  'long',
  'altered',
  'reordered',
  'duplicated',
  'flooded',
  'outside',
  'memory',
  'processes',
  'output',
  'disk',
  'unstable',
] as const;
export type Reason = (typeof REASONS)[number];

/** One thing that went wrong: what a good teaching assistant would say, as a code with details, and in English. */
export const FindingSchema = v.object({
  code: v.picklist(REASONS),
  /** Which sentence; `details` fill it. */
  hint: text,
  details: v.record(v.string(), v.union([text, v.pipe(v.number(), v.finite())])),
  message: text,
});
export type Finding = v.InferOutput<typeof FindingSchema>;

/** What crossed the link in one direction: datagrams, and segments with a payload. */
export const CrossedSchema = v.object({
  sent: count,
  bytes: count,
  dropped: count,
  duplicated: count,
  reordered: count,
  corrupted: count,
});
export type Crossed = v.InferOutput<typeof CrossedSchema>;

/** How a command ended; `status` null: by a signal, by the judge, or not at all. */
export const CommandEndSchema = v.object({
  state: v.picklist(['ended', 'stopped', 'not-started', 'not-run']),
  status: v.nullable(count),
  signal: v.nullable(text),
  /** The first and the last of what it wrote on standard output and standard error. */
  output: text,
});
export type CommandEnd = v.InferOutput<typeof CommandEndSchema>;

export const CaseResultSchema = v.object({
  name: text,
  seed: count,
  impairment: ImpairmentSchema,
  verdict: v.picklist(['pass', 'fail']),
  /** The most telling first. */
  reasons: v.array(v.picklist(REASONS)),
  findings: v.array(FindingSchema),
  /** From the sender's start until both had ended. */
  seconds,
  /** Of stop-and-wait with packets of this size on this link, where nothing is lost; null: it is not known. */
  possibleSeconds: v.nullable(seconds),
  /** Of the file, and of what the receiver wrote. */
  fileBytes: count,
  bytes: count,
  intact: v.boolean(),
  packets: v.object({ up: CrossedSchema, down: CrossedSchema }),
  /** Packets of the sender that carried what an earlier one had carried. */
  resent: count,
  ends: v.object({ sender: CommandEndSchema, receiver: CommandEndSchema }),
  /** How the second run of a failing case ended; null: there was none. */
  again: v.nullable(
    v.object({ verdict: v.picklist(['pass', 'fail']), reasons: v.array(v.picklist(REASONS)) }),
  ),
});
export type CaseResult = v.InferOutput<typeof CaseResultSchema>;

/** A packet of the diagram: what it carried of the file, and whether it was sent before. */
export const DiagramPacketSchema = v.object({
  ...FateRecordSchema.entries,
  range: v.nullable(v.tuple([count, count])),
  again: v.boolean(),
});
export type DiagramPacket = v.InferOutput<typeof DiagramPacketSchema>;

export const JudgeSpecSchema = v.object({
  sender: text,
  receiver: text,
  seed: count,
  timeoutSeconds: seconds,
  quietSeconds: seconds,
  /** Of the cases, unless they say otherwise. */
  file: v.nullable(text),
  long: v.boolean(),
});

export const JudgementSchema = v.object({
  schema: v.literal(JUDGEMENT_SCHEMA),
  tool,
  startedAt: text,
  command: v.array(text),
  host,
  spec: JudgeSpecSchema,
  ending,
  cases: v.array(CaseResultSchema),
  /** Cases that could not be made, because the clean one taught nothing. */
  skipped: v.array(text),
  passed: count,
  failed: count,
  /** What the clean case taught: the transport that was used, and how much a packet carries. */
  learnt: v.nullable(
    v.object({
      transport: v.picklist(['udp', 'tcp']),
      packetBytes: v.nullable(count),
      up: count,
      down: count,
    }),
  ),
  /** The first case that failed, packet by packet around what went wrong. */
  diagram: v.nullable(v.object({ case: text, packets: v.array(DiagramPacketSchema) })),
  asserts,
});
export type Judgement = v.InferOutput<typeof JudgementSchema>;
