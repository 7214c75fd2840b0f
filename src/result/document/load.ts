/**
 * Latency while a line is busy, schema `sockbench.load/1`: the one source of its types, its validation and its JSON Schema.
 * Units as in `sockbench.result/1`.
 */
import * as v from 'valibot';
import { ImpairmentSchema } from '../impairment.ts';
import { TargetSchema } from '../spec.ts';
import { documentEntries } from './experiment.ts';
import type { TransportResult } from './schema.ts';

export const LOAD_SCHEMA = 'sockbench.load/1';

export const PHASES = ['idle', 'up', 'down', 'both'] as const;
export type PhaseName = (typeof PHASES)[number];
export type LoadedPhase = Exclude<PhaseName, 'idle'>;
export const GRADES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
/** ns: what is below the first is an A, what is not below the last an F. */
export const THRESHOLDS = [5e6, 30e6, 60e6, 200e6, 400e6] as const;

const number = v.pipe(v.number(), v.finite());
const known = v.nullable(number);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const knownCount = v.nullable(count);
const seconds = v.pipe(number, v.minValue(0));

const ways = <Schema extends v.GenericSchema>(schema: Schema) => v.object({ up: schema, down: schema });

const SpreadSchema = v.object({ p50: known, p95: known, p99: known, max: known });
const AddedSchema = v.object({ up: SpreadSchema, down: SpreadSchema, roundTrip: SpreadSchema });
export type Added = v.InferOutput<typeof AddedSchema>;
export type AddedSpread = v.InferOutput<typeof SpreadSchema>;
const GoodputSchema = ways(known);

/** Bytes of IP packets that wait before the bandwidth, beside the one that is being sent. */
const PhaseQueueSchema = v.object({
  p50: known,
  p95: known,
  max: known,
  dropped: count,
  /** Of those: by its management, not because it was full. Absent in documents of earlier versions. */
  aqm: v.optional(count),
  marked: count,
});
export type PhaseQueue = v.InferOutput<typeof PhaseQueueSchema>;

const WitnessSchema = v.nullable(
  v.object({
    congestionControl: v.nullable(v.string()),
    retransmits: knownCount,
    rtt: v.object({ min: known, smoothed: known }),
  }),
);

/** Why a load did not fill the line, or says nothing of one line: no grade then. */
export const LIMITS = [
  'generator',
  'serverLimit',
  'serverTime',
  'loss',
  'window',
  'streams',
  'changed',
  'cut',
  'unknown',
] as const;
export type LoadLimit = (typeof LIMITS)[number];

export const PhaseSchema = v.object({
  name: v.picklist(PHASES),
  /** Since the probes began; so is `settledFromSeconds`. */
  startSeconds: number,
  seconds,
  /** From when on the goodput stayed within a tenth of what it came to. */
  settledFromSeconds: known,
  settled: v.nullable(v.boolean()),
  /** Without the first 2 s, as `added`. */
  goodput: GoodputSchema,
  /** Of the UDP probes, above the least delay of the idle phase, direction by direction. */
  added: AddedSchema,
  /** Of the UDP probes of the whole phase. */
  loss: ways(v.object({ sent: knownCount, lost: knownCount, ratio: known })),
  /** Of the UDP probes of the whole phase: which share left within 1 ms of their time. Absent in documents of earlier versions. */
  onTime: v.optional(v.nullable(v.pipe(number, v.minValue(0), v.maxValue(1)))),
  /** Of the lab, without the first 2 s; null elsewhere, and while nothing loads it. */
  queue: v.nullable(ways(v.nullable(PhaseQueueSchema))),
  /** What each sending kernel says of the streams of the load. */
  tcp: ways(WitnessSchema),
  /** The first 2 s too. */
  whole: v.object({ goodput: GoodputSchema, added: AddedSchema }),
  limitedBy: v.nullable(v.picklist(LIMITS)),
  /** Of the probes, and of the load. */
  runs: v.array(count),
});
export type Phase = v.InferOutput<typeof PhaseSchema>;

const GradeSchema = v.nullable(v.picklist(GRADES));
export type Grade = v.InferOutput<typeof GradeSchema>;

const Body = {
  /** Of the loads' senders; null where nobody tells, or they differ. */
  congestionControl: v.nullable(v.string()),
  phases: v.array(PhaseSchema),
  /** How far the least delay after the load is from that before it: what `added` may be wrong by, ns. */
  error: ways(known),
  /** Of `added.p95` of the loaded direction; of both at once, of the worse one. */
  grade: v.object({ up: GradeSchema, down: GradeSchema, both: GradeSchema }),
  /** ns, ascending: below the first is an A. */
  thresholds: v.array(number),
};
const BodySchema = v.object(Body);
export type LoadBody = v.InferOutput<typeof BodySchema>;

export const LoadSpecSchema = v.object({
  target: v.nullable(TargetSchema),
  direction: v.picklist(['up', 'down', 'both', 'all']),
  streams: count,
  /** ns */
  phase: number,
  probeRate: number,
  congestionControl: v.nullable(v.string()),
  impairment: v.nullable(ImpairmentSchema),
});
export type LoadSpec = v.InferOutput<typeof LoadSpecSchema>;

/** Phases in which something is loaded, in their order. */
export const loadsOf = ({ direction }: Pick<LoadSpec, 'direction'>): LoadedPhase[] =>
  PHASES.filter((name) => name !== 'idle').filter((name) => direction === 'all' || direction === name);

/** One direction's line over time, s since the probes by hand began. */
const DelayPointSchema = v.object({ toSeconds: seconds, p50: known, p95: known });
const GoodputPointSchema = v.object({ toSeconds: seconds, bitsPerSecond: known });
const HandEventSchema = v.variant('event', [
  v.object({
    event: v.picklist(['begin', 'end']),
    atSeconds: seconds,
    direction: v.picklist(['up', 'down']),
  }),
  v.object({ event: v.literal('link'), atSeconds: seconds, impairment: ImpairmentSchema }),
]);
export type HandEvent = v.InferOutput<typeof HandEventSchema>;

/** What a person did when what was planned was over, and what the screen showed of it: no figure is judged by it. */
const ByHandSchema = v.object({
  seconds,
  /** The emulated link as it was when it began; null: a real line. */
  impairment: v.nullable(ImpairmentSchema),
  /** In the order of time. */
  events: v.array(HandEventSchema),
  /** Above the least so far, ns; the last ten minutes. */
  added: ways(v.array(DelayPointSchema)),
  /** In the lab all that crossed the link; elsewhere payload. */
  goodput: ways(v.array(GoodputPointSchema)),
});
export type ByHand = v.InferOutput<typeof ByHandSchema>;

export const LoadSchema = v.object({
  ...documentEntries(LOAD_SCHEMA, LoadSpecSchema),
  ...Body,
  /** Absent where nothing was. */
  byHand: v.optional(ByHandSchema),
});
export type LoadDocument = v.InferOutput<typeof LoadSchema>;

/** Of the probes that all delays and losses are made of; undefined where nothing was measured. */
export const probesOf = ({ runs }: Pick<LoadDocument, 'runs'>): TransportResult | undefined =>
  runs[0]?.transports.find(({ transport }) => transport === 'udp');
