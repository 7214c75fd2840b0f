/**
 * What coordinator and agents say to each other. Both tell how things are, again and again, and the newest word counts: so
 * nothing is lost with a message, and nothing happens twice.
 */
import * as v from 'valibot';
import { RunResultSchema } from '../../result/document/schema.ts';
import { EffectiveSpecSchema, RunSpecSchema } from '../../result/spec.ts';
import { ClockWordSchema } from '../../wire/control.ts';
import { ID, NAME } from './names.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
/** ns of the sender's own clock. */
const time = v.pipe(v.number(), v.finite(), v.minValue(-1e18), v.maxValue(1e18));
const word = v.pipe(v.string(), v.maxLength(64));
const text = v.pipe(v.string(), v.maxLength(300));
const id = v.pipe(v.string(), v.regex(ID));
const details = v.pipe(v.record(word, v.union([text, v.pipe(v.number(), v.finite())])), v.maxEntries(24));

/** What cannot be done, or went wrong: one of our errors (words/en/errors/errors.ts). */
const FailureSchema = v.object({ code: word, operation: word, details });
export type Failure = v.InferOutput<typeof FailureSchema>;
const WarningSchema = v.object({ code: word, details });

const transport = v.picklist(['tcp', 'udp']);

/** To all: a coordinator looks for agents, or says that it is still there. */
export const CallSchema = v.object({
  type: v.literal('call'),
  tool: word,
  /** It has claimed the name, and nobody said that it is taken. */
  settled: v.boolean(),
});
export type Call = v.InferOutput<typeof CallSchema>;

/** What an agent is to do: its share of the load, and where its generators stand among all. */
const TaskSchema = v.object({ spec: RunSpecSchema, before: count, all: v.pipe(count, v.minValue(1)) });
export type Task = v.InferOutput<typeof TaskSchema>;

/** Chunks of a part that have come, from the first on. */
const GotSchema = v.object({ part: count, chunks: count });

/** To one agent: everything that it has to know by now. */
export const OrderSchema = v.object({
  type: v.literal('order'),
  /** When this was said. */
  at: time,
  /** Absent once the agent has it. */
  task: v.optional(TaskSchema),
  /** When which group begins, by the agent's clock. */
  begin: v.nullable(v.object({ group: count, at: time })),
  /** 1: send no more; 2: do not wait for what is on its way either. */
  stop: v.picklist([0, 1, 2]),
  got: v.pipe(v.array(GotSchema), v.maxLength(8)),
  /** Nothing more is wanted of it. */
  release: v.boolean(),
});
export type Order = v.InferOutput<typeof OrderSchema>;

/** What must be the same at all agents of a run, as it was granted. */
const GrantedSchema = v.object({
  transport,
  mode: v.picklist(['echo', 'up', 'down', 'both', 'connect']),
  clients: count,
  rate: v.union([v.pipe(v.number(), v.finite(), v.minValue(0)), v.picklist(['max', 'closed'])]),
  size: count,
  /** null: ended by count alone. */
  duration: v.nullable(time),
  warmup: time,
});
export type Granted = v.InferOutput<typeof GrantedSchema>;

/** A transport so far, short: what a screen shows. The whole moment travels as a chunk of its own. */
export const STATES = ['free', 'preparing', 'ready', 'armed', 'running', 'over', 'refused'] as const;

export const ReportSchema = v.object({
  type: v.literal('report'),
  name: v.pipe(v.string(), v.regex(NAME)),
  tool: word,
  host: RunResultSchema.entries.host,
  clock: ClockWordSchema,
  /** When this was said; and the last order: when it was said, and when it came. */
  at: time,
  heard: v.nullable(v.object({ at: time, came: time })),
  /** Drawn anew for each run: orders are addressed to it. */
  ticket: id,
  state: v.picklist(STATES),
  /** Transports that begin together are a group; 0 is the first. */
  group: count,
  failure: v.nullable(FailureSchema),
  ready: v.nullable(
    v.object({
      granted: v.pipe(v.array(GrantedSchema), v.minLength(1), v.maxLength(2)),
      effective: EffectiveSpecSchema,
      warnings: v.pipe(v.array(WarningSchema), v.maxLength(32)),
    }),
  ),
  /** When the group began, by this clock; null: not yet. */
  begun: v.nullable(time),
  /** Parts that are there to be fetched. */
  parts: count,
});
export type Report = v.InferOutput<typeof ReportSchema>;
export type AgentState = Report['state'];

/** A piece of what was measured: of a part, or of the newest moment of a transport. */
export const PieceSchema = v.object({
  type: v.literal('piece'),
  /** The how-manieth part of this agent's; null: a moment, which has no pieces. */
  part: v.nullable(count),
  index: count,
  of: v.pipe(count, v.minValue(1), v.maxValue(4096)),
  data: v.pipe(v.string(), v.maxLength(400_000), v.regex(/^[A-Za-z0-9+/]*={0,2}$/)),
});
export type Piece = v.InferOutput<typeof PieceSchema>;

export const FromAgentSchema = v.variant('type', [ReportSchema, PieceSchema]);
export type FromAgent = v.InferOutput<typeof FromAgentSchema>;
