/** Counts of probes and of their losses, as they stand in a result. */
import * as v from 'valibot';
import { WrongAnswersSchema } from './wrong-schema.ts';

const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const known = v.nullable(number);
const knownCount = v.nullable(count);
const interval95 = v.nullable(v.tuple([number, number]));

/** What was due and never left: refused by the system, or never offered to it because it was too late for it. */
export const UnsentSchema = v.object({ refused: count, skipped: count });
/** Due and never answered (one way: never arrived), for whatever reason. Absent in results of 0.1.0. */
export const UndeliveredSchema = v.optional(v.nullable(v.object({ count, ratio: known })));
export type Undelivered = NonNullable<v.InferOutput<typeof UndeliveredSchema>>;

/** `due = sent + unsent.refused + unsent.skipped`, `sent = received + late + lost + open`. */
export const ProbeCountsSchema = v.object({
  due: v.optional(knownCount),
  sent: count,
  received: count,
  lost: count,
  /**
   * Sent, and neither arrived nor lost when the run ended: the waiting was cut short, or it was a TCP stream's last messages.
   */
  open: v.optional(count),
  /** null in the one-way modes: there are no synchronised clocks. */
  late: knownCount,
  duplicates: knownCount,
  reordered: knownCount,
  corrupt: knownCount,
  foreign: knownCount,
  /** Send calls that returned an error, by errno name. */
  refused: v.record(v.string(), count),
  unsent: v.optional(v.nullable(UnsentSchema)),
  errors: count,
  /** Absent where what answers is ours. */
  wrong: v.optional(v.nullable(WrongAnswersSchema)),
});
export type ProbeCounts = v.InferOutput<typeof ProbeCountsSchema>;

const CausesSchema = v.object({
  receiverBuffer: knownCount,
  notAnswered: knownCount,
  network: knownCount,
  unknown: knownCount,
});

const DirectionLossSchema = v.object({
  sent: knownCount,
  received: knownCount,
  lost: knownCount,
  open: v.optional(knownCount),
  ratio: known,
  duplicates: knownCount,
  reordered: knownCount,
  causes: v.nullable(CausesSchema),
  /** One-way modes: as in `probes`. */
  due: v.optional(knownCount),
  unsent: v.optional(v.nullable(UnsentSchema)),
  undelivered: UndeliveredSchema,
});
export type DirectionLoss = v.InferOutput<typeof DirectionLossSchema>;

export const LossSchema = v.object({
  /** (lost + late) / sent; null where nothing was sent or it cannot be known. */
  ratio: known,
  confidence95: interval95,
  confidenceMethod: v.nullable(v.picklist(['wilson', 'batch-means'])),
  up: v.nullable(DirectionLossSchema),
  down: v.nullable(DirectionLossSchema),
  /** Consecutive losses (RFC 3357): how many runs of each length; null where it cannot be known. */
  runLengths: v.nullable(v.record(v.pipe(v.string(), v.regex(/^\d{1,16}$/)), count)),
});
