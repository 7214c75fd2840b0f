/** The parts of a result that say whose the delays were (contract, "Every millisecond has an owner"). */
import * as v from 'valibot';

const number = v.pipe(v.number(), v.finite());
const known = v.nullable(number);
const share = v.pipe(number, v.minValue(0), v.maxValue(1));

/** A one-way delay as an interval that holds whatever the two clocks do, ns: at least, at most. */
const IntervalSchema = v.nullable(v.tuple([number, number]));

const DirectionSchema = v.object({
  p50: IntervalSchema,
  p99: IntervalSchema,
  max: IntervalSchema,
  /** Delay above the least of this direction, ns. */
  variation: v.object({ p50: known, p99: known, max: known }),
});

export const DelaySchema = v.object({
  /** What was known of the two clocks: nothing; that both ends read one clock; that both kernels are synchronised. */
  basis: v.picklist(['none', 'sameClock', 'synchronised']),
  up: DirectionSchema,
  down: DirectionSchema,
  /** Server's wall clock less the client's, ns; how fast it grows, in parts per million. */
  offset: v.object({ low: known, high: known, driftPpm: known }),
});
export type Delay = v.InferOutput<typeof DelaySchema>;

const SharesSchema = v.object({
  generator: share,
  blocked: share,
  path: share,
  up: share,
  down: share,
  server: share,
  unknown: share,
});

/** Whose the response time was (closed loop: the service time), as shares that add up to 1. */
export const OwnersSchema = v.object({
  all: SharesSchema,
  /** Over the slowest 1 % of the answers. */
  slowest: SharesSchema,
});
export type Owners = v.InferOutput<typeof OwnersSchema>;

/** Of the first 10,000 probes, in the order of sending and of `delivery.fates`; null where one was not answered. */
export const SamplesSchema = v.object({
  /** ns since the start of the measured part. */
  sent: v.array(number),
  /** ns above the least of its direction in this run; null also where the clocks tell nothing. */
  up: v.array(known),
  down: v.array(known),
  /** Network round trip, ns: without the time in the server. */
  roundTrip: v.array(known),
});
export type Samples = v.InferOutput<typeof SamplesSchema>;

const StallsSchema = v.nullable(
  v.object({
    count: v.pipe(v.number(), v.integer(), v.minValue(0)),
    total: number,
    longest: number,
    /** The longest of 5 ms and more, in the order of time: when each began and ended. */
    spans: v.optional(v.pipe(v.array(v.tuple([number, number])), v.maxLength(64))),
  }),
);

/** Times in which the measuring threads did not run though they should have. null: that end does not tell. */
export const StallsOfEndsSchema = v.object({ client: StallsSchema, server: StallsSchema });
export type StallsOfEnds = v.InferOutput<typeof StallsOfEndsSchema>;
