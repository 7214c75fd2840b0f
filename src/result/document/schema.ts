/**
 * The result document, schema `sockbench.result/1`: the one source of its types, its validation and its JSON Schema.
 *
 * Times are nanoseconds unless the name ends in another unit; rates are per second; ratios are 0..1; unknown is null.
 * Every count is defined in ARCHITECTURE.md, "The accounting".
 */
import * as v from 'valibot';
import { LinkReportSchema } from '../impairment.ts';
import { EffectiveSpecSchema, RunSpecSchema } from '../spec.ts';
import { agentSchema } from './agents-schema.ts';
import { LossSchema, ProbeCountsSchema, UndeliveredSchema, UnsentSchema } from './counts-schema.ts';
import { DelaySchema, OwnersSchema, SamplesSchema, StallsOfEndsSchema } from './delay-schema.ts';

export const SCHEMA_NAME = 'sockbench.result/1';

const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const known = v.nullable(number);
const knownCount = v.nullable(count);
const interval95 = v.nullable(v.tuple([number, number]));

/** A distribution of times in ns. `histogram` is HdrHistogram V2 compressed base64. */
export const DistributionSchema = v.object({
  count,
  min: known,
  mean: known,
  stdDev: known,
  max: known,
  p50: known,
  p75: known,
  p90: known,
  p95: known,
  p99: known,
  p999: known,
  p9999: known,
  /** 95 % intervals of p50 and p99 by order statistics; null where there are too few samples. */
  confidence95: v.nullable(v.object({ p50: interval95, p99: interval95 })),
  histogram: v.string(),
});
export type Distribution = v.InferOutput<typeof DistributionSchema>;

/**
 * Nothing came, beyond the least round trip, for the greater of ten probe intervals and 200 ms (TCP: 1 s), though something
 * was due; rarer than one in a million under the run's own loss ratio. Over TCP a gap that ends with a retransmission is none.
 */
const OutageSchema = v.object({
  startSeconds: number,
  endSeconds: number,
  /** null: not known, or no direction's fault. */
  direction: v.nullable(v.picklist(['up', 'down'])),
  /** This machine's link was down, this program did not run, the other end left, ICMP said so; `silence`: nobody tells. */
  cause: v.picklist(['ownLink', 'ownStop', 'peerEnded', 'icmp', 'silence']),
  /** Of `ownLink`: the link was up, and what was missing was a route or an address; or the permission of a rule. */
  missing: v.optional(v.picklist(['route', 'permission'])),
});
export type Outage = v.InferOutput<typeof OutageSchema>;

export const IntervalRowSchema = v.object({
  startSeconds: number,
  endSeconds: number,
  /** `sent + unsent.refused + unsent.skipped`: each probe in the interval in which it was sent, tried, or else due. */
  due: v.optional(knownCount),
  unsent: v.optional(v.nullable(UnsentSchema)),
  sent: knownCount,
  received: knownCount,
  lost: knownCount,
  open: v.optional(knownCount),
  late: knownCount,
  duplicates: knownCount,
  reordered: knownCount,
  /** Probes of a streamed interval whose fate is still open; absent in the intervals of the result. */
  unresolved: v.optional(count),
  /** Of a streamed interval: probes that passed the loss threshold in it, lost or late. Absent in the intervals of the result. */
  overdue: v.optional(count),
  bytesUp: knownCount,
  bytesDown: knownCount,
  retransmits: knownCount,
  p50: known,
  p99: known,
  max: known,
});
export type IntervalRow = v.InferOutput<typeof IntervalRowSchema>;

export const WarningSchema = v.object({
  code: v.string(),
  message: v.string(),
  remedy: v.nullable(v.string()),
  /** What the sentence was made from, so that it can be said again in another language. */
  details: v.optional(v.record(v.string(), v.union([v.string(), number]))),
});
export type Warning = v.InferOutput<typeof WarningSchema>;

const stamp = v.nullable(v.picklist(['user', 'kernel', 'virtual']));

/** How far the figures can be trusted (result/trust.ts). Absent in results of 0.1.0. */
export const TrustSchema = v.object({
  level: v.picklist(['good', 'limited', 'poor']),
  /** Codes of the warnings that decide. */
  because: v.array(v.string()),
});
export type Trust = v.InferOutput<typeof TrustSchema>;

const TcpSenderSchema = v.object({
  retransmits: knownCount,
  rtt: v.object({ min: known, smoothed: known }),
  congestionWindow: knownCount,
  congestionControl: v.nullable(v.string()),
  /** Share of its time that a window or a buffer, not the path, held it back; absent where its kernel does not tell. */
  windowLimited: v.optional(v.pipe(number, v.minValue(0), v.maxValue(1))),
});

export const TransportResultSchema = v.object({
  transport: v.picklist(['tcp', 'udp']),
  mode: v.picklist(['echo', 'up', 'down', 'both', 'connect']),
  clients: count,
  engine: v.string(),
  durationSeconds: number,
  /** When the measured part began (ISO 8601); runs of one process are exact to each other. */
  startedAt: v.optional(v.string()),
  rate: v.object({ offered: known, achieved: known }),
  /** `late` is null in the one-way modes. */
  warmup: v.nullable(v.object({ sent: count, received: count, lost: count, late: knownCount })),
  /** null in mode `both`: the counts are in `loss.up` and `loss.down`. */
  probes: v.nullable(ProbeCountsSchema),
  bytes: v.object({ sent: knownCount, received: knownCount }),
  goodput: v.object({ up: known, down: known }),
  loss: LossSchema,
  /** null in closed loop, where nothing is due, and in mode `both`, whose directions have their own. */
  undelivered: UndeliveredSchema,
  outages: v.optional(v.array(OutageSchema)),
  reordering: v.nullable(
    v.object({ ratio: known, maxExtent: knownCount, extents: v.record(v.string(), count) }),
  ),
  jitter: v.object({ roundTrip: known, up: known, down: known }),
  ipdv: v.nullable(v.object({ p50: known, p99: known, max: known })),
  delayVariation: v.nullable(v.object({ p50: known, p99: known, max: known })),
  latency: v.object({
    response: v.nullable(DistributionSchema),
    service: v.nullable(DistributionSchema),
    sendLag: v.nullable(DistributionSchema),
    /** Time that probes waited because their connection had too much unsent. */
    blocked: v.nullable(v.object({ count, total: number, max: known })),
    /** Service time without the time in the server, and the time in the server (RFC 8762); null against a plain echo. */
    /** How long answers lay unread; null where the kernel does not tell when they came. No part of it is the network's. */
    reading: v.optional(v.nullable(DistributionSchema)),
    network: v.optional(v.nullable(DistributionSchema)),
    server: v.optional(v.nullable(DistributionSchema)),
  }),
  delay: v.optional(v.nullable(DelaySchema)),
  owners: v.optional(v.nullable(OwnersSchema)),
  stalls: v.optional(StallsOfEndsSchema),
  /** Set-up of the connections, in every TCP mode. */
  connect: v.nullable(
    v.object({ ...DistributionSchema.entries, failed: count, synRetransmits: v.optional(knownCount) }),
  ),
  tcp: v.nullable(
    v.object({ retransmits: knownCount, up: v.nullable(TcpSenderSchema), down: v.nullable(TcpSenderSchema) }),
  ),
  intervals: v.array(IntervalRowSchema),
  flows: v.nullable(
    v.array(v.object({ id: count, sent: count, received: count, lost: count, p50: known, p99: known })),
  ),
  /**
   * Fates of the first 10,000 probes by time of sending, run-length coded: `3.1x2w` is three arrived, one lost, two waited.
   * `.` arrived, `x` lost (direction unknown), `u` lost up, `n` lost down, `l` late, `d` duplicated, `o` out of order,
   * `w` waited (TCP), `s` left or read late because this end's thread stood still, `h` waited behind a lost segment (TCP in the lab).
   */
  delivery: v.nullable(v.object({ probes: count, fates: v.string() })),
  samples: v.optional(v.nullable(SamplesSchema)),
  quality: v.object({
    generator: v.object({ utilisation: known, sendLagP99: known, saturated: v.nullable(v.boolean()) }),
    timestampSource: v.picklist(['user', 'kernel', 'virtual']),
    /** Who told each of the four times of a probe; null: not told, or there is none. Absent in results of 0.1.0. */
    stamps: v.optional(v.object({ sent: stamp, serverReceived: stamp, serverSent: stamp, received: stamp })),
    /** ns; the smallest step of the clock that was seen. */
    clockResolution: known,
    /** A screen was drawn during the run. */
    screen: v.boolean(),
    warnings: v.array(WarningSchema),
    trust: v.optional(TrustSchema),
  }),
  link: v.nullable(LinkReportSchema),
});
export type TransportResult = v.InferOutput<typeof TransportResultSchema>;

export const EndingSchema = v.object({
  status: v.picklist(['completed', 'interrupted', 'failed']),
  code: v.optional(v.string()),
  operation: v.optional(v.string()),
  address: v.optional(v.string()),
  message: v.optional(v.string()),
  remedy: v.optional(v.string()),
  details: v.optional(v.record(v.string(), v.union([v.string(), number]))),
});
export type Ending = v.InferOutput<typeof EndingSchema>;

export const AssertSchema = v.object({
  expression: v.string(),
  /** The measured value in the figure's own unit, or a word; null where unknown (then it does not hold). */
  value: v.nullable(v.union([number, v.string()])),
  holds: v.boolean(),
});
export type AssertResult = v.InferOutput<typeof AssertSchema>;

const HostSchema = v.object({
  os: v.string(),
  kernel: v.string(),
  cpu: v.string(),
  cores: count,
  cpuQuota: v.optional(v.nullable(number)),
  memoryBytes: count,
  runtime: v.string(),
});

/** One machine of a fleet. */
const AgentSchema = agentSchema(HostSchema, ProbeCountsSchema.entries);
export type AgentResult = v.InferOutput<typeof AgentSchema>;

export const RunResultSchema = v.object({
  schema: v.literal(SCHEMA_NAME),
  tool: v.object({ name: v.literal('sockbench'), version: v.string() }),
  startedAt: v.string(),
  command: v.array(v.string()),
  host: HostSchema,
  spec: RunSpecSchema,
  effective: v.nullable(EffectiveSpecSchema),
  ending: EndingSchema,
  transports: v.pipe(v.array(TransportResultSchema), v.maxLength(2)),
  /** A fleet's, by name; absent elsewhere. */
  agents: v.optional(v.pipe(v.array(AgentSchema), v.maxLength(1024))),
  asserts: v.array(AssertSchema),
});
export type RunResult = v.InferOutput<typeof RunResultSchema>;
