/**
 * What an agent hands over of one transport: the same that a run's generators and its server hand to the assembly, so that
 * a fleet is summed up as several generators of one run are.
 */
import * as v from 'valibot';
import type { AssemblyInput } from '../../run/client/assemble/inputs.ts';
import type { TransportPlan } from '../../run/client/plan/effective.ts';
import type { Finished } from '../../run/client/threads/pool.ts';
import { ServerLedgerSchema } from '../../wire/told.ts';
import { LedgerSchema } from './ledger-schema.ts';
import { GeneratorReportSchema, GoodputSchema, StreamSchema, spans } from './stream-schema.ts';
import { anyNumber, count, number, word } from './values.ts';

export const PlanSchema: v.GenericSchema<unknown, TransportPlan> = v.object({
  transport: v.picklist(['tcp', 'udp']),
  mode: v.picklist(['echo', 'up', 'down', 'both', 'connect']),
  clients: v.pipe(count, v.minValue(1), v.maxValue(65_536)),
  rate: v.union([v.pipe(number, v.minValue(0)), v.picklist(['max', 'closed'])]),
  arrivals: v.picklist(['periodic', 'poisson']),
  size: v.pipe(count, v.minValue(64), v.maxValue(2 ** 24)),
  duration: v.pipe(anyNumber, v.minValue(1)),
  count: v.pipe(anyNumber, v.minValue(0)),
  warmup: v.pipe(number, v.minValue(0)),
  stall: anyNumber,
  lossThreshold: number,
  interval: v.pipe(number, v.minValue(1e6)),
  seed: count,
});

const FinishedSchema = v.object({
  measured: v.nullable(LedgerSchema),
  warmup: v.nullable(LedgerSchema),
  stream: v.nullable(StreamSchema),
  goodput: v.nullable(GoodputSchema),
  report: GeneratorReportSchema,
});

const text = v.pipe(v.string(), v.maxLength(300));
const WarningSchema = v.object({
  code: word,
  message: v.pipe(v.string(), v.maxLength(1000)),
  remedy: v.nullable(v.pipe(v.string(), v.maxLength(1000))),
  details: v.optional(v.pipe(v.record(word, v.union([text, number])), v.maxEntries(24))),
});

/** All of an assembly's input that is the agent's own. Times are ns since the start of its measured part. */
export type Part = Omit<AssemblyInput, 'perFlow' | 'screen' | 'link' | 'finished'> & {
  readonly finished: readonly Omit<Finished, 'type'>[];
  /** The how-manieth part of the agent's run. */
};

export const PartSchema: v.GenericSchema<unknown, Part> = v.object({
  plan: PlanSchema,
  engine: word,
  finished: v.pipe(v.array(FinishedSchema), v.maxLength(64)),
  workers: v.pipe(count, v.minValue(1), v.maxValue(64)),
  ledger: v.nullable(ServerLedgerSchema),
  plainEcho: v.boolean(),
  completed: v.boolean(),
  cutShort: v.boolean(),
  clockResolution: v.nullable(number),
  clocks: v.object({ basis: v.picklist(['none', 'sameClock', 'synchronised']), wall: v.nullable(number) }),
  warnings: v.pipe(v.array(WarningSchema), v.maxLength(64)),
  peerEndedAt: v.nullable(number),
  linkDown: spans,
  queueDrops: v.nullable(count),
  processorTaken: v.object({ throttled: v.nullable(number), stolen: v.nullable(number) }),
});
