/** What the emulated link is asked to do, and what it did: plain data, shared by the link, the result and the screens. */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ratio = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const number = v.pipe(v.number(), v.finite());
const time = v.pipe(number, v.minValue(0));

/** Impairment of one direction. Times in ns, ratios 0..1, bandwidth in bits per second, queue in packets. */
export const DirectionImpairmentSchema = v.object({
  /** Independent loss. */
  loss: ratio,
  /** Loss in bursts (Gilbert-Elliott): the overall ratio and the mean run length in packets. */
  burst: v.nullable(v.object({ ratio, meanLength: v.pipe(number, v.minValue(1)) })),
  /** Scripted: packets to drop, counted from 1 in each direction. */
  drop: v.array(count),
  delay: time,
  jitter: time,
  jitterShape: v.picklist(['uniform', 'normal']),
  /** Correlation time of the delay: how slowly it varies. */
  jitterTime: v.optional(v.pipe(number, v.gtValue(0))),
  reorder: ratio,
  duplicate: ratio,
  corrupt: ratio,
  /** Bits per second of IP packets; null: unlimited. */
  bandwidth: v.nullable(v.pipe(number, v.minValue(1))),
  /** Packets that wait for the bandwidth, beside the one that is being sent; more are dropped. */
  queue: count,
  /** The same limit in bytes of IP packets, in place of `queue`; null: it is in packets. */
  queueBytes: v.optional(v.nullable(count)),
  /** What manages the queue: nothing (drop-tail), CoDel (RFC 8289), FQ-CoDel (RFC 8290). */
  aqm: v.optional(v.picklist(['none', 'codel', 'fq-codel'])),
  /** Management marks packets of ECN-capable transports instead of dropping them (RFC 3168). */
  ecn: v.optional(v.boolean()),
});
export type DirectionImpairment = v.InferOutput<typeof DirectionImpairmentSchema>;
/** With what earlier versions did not say. */
export type FullImpairment = Required<DirectionImpairment>;

export const ImpairmentSchema = v.object({
  up: DirectionImpairmentSchema,
  down: DirectionImpairmentSchema,
  /** Name of the profile it came from, if any. */
  profile: v.nullable(v.string()),
  seed: count,
});
export type Impairment = v.InferOutput<typeof ImpairmentSchema>;

/** The fate of one packet on the link. Times in ns since the run's epoch (or the link's start, where there is no run). */
export const FateRecordSchema = v.object({
  /** When it came to the link, however late the link read it. */
  time: number,
  direction: v.picklist(['up', 'down']),
  protocol: v.picklist(['tcp', 'udp', 'icmp', 'other']),
  source: v.string(),
  destination: v.string(),
  /** Bytes of the IP packet. */
  bytes: count,
  fate: v.picklist(['delivered', 'lost', 'queueDropped', 'corrupted']),
  /** Copies beyond the first that were delivered. */
  duplicates: v.optional(count),
  reordered: v.optional(v.boolean()),
  /** Time in the queue before the bandwidth, until its first bit left or it was dropped there. */
  sojourn: v.optional(number),
  /** The queue marked it: congestion experienced (RFC 3168). */
  marked: v.optional(v.boolean()),
  /** Why the queue dropped it: it was full, or its management did. */
  queueDrop: v.optional(v.picklist(['full', 'aqm'])),
  /** When it was (or is to be) handed over; absent where it never was. */
  deliveredAt: v.optional(number),
  /** When it was really handed over, however late; absent where it was not by the end, or an earlier version wrote this. */
  writtenAt: v.optional(number),
  tcp: v.optional(
    v.object({
      seq: count,
      ack: count,
      flags: v.string(),
      length: count,
      retransmissionOf: v.optional(count),
    }),
  ),
  /** Of a probe: its flow and number; `answer` for the way back. */
  probe: v.optional(v.object({ flow: count, number: count, warmup: v.boolean() })),
  /** Number of this record in the log, from 0: what `retransmissionOf` refers to. */
  index: count,
});
export type FateRecord = v.InferOutput<typeof FateRecordSchema>;

/** Exact counts of one direction and protocol. */
export const LinkCountsSchema = v.object({
  packets: count,
  bytes: count,
  delivered: count,
  dropped: count,
  /** Of the dropped: those that the queue dropped. */
  queueDropped: count,
  /** Of those: dropped by the queue's management, not because it was full. */
  aqmDropped: v.optional(count),
  /** Marked instead of dropped (RFC 3168). */
  marked: v.optional(count),
  /** Still in the queue when it was counted: neither delivered nor dropped yet. */
  waiting: v.optional(count),
  duplicated: count,
  reordered: count,
  corrupted: count,
  retransmitted: v.optional(count),
});
export type LinkCounts = v.InferOutput<typeof LinkCountsSchema>;

const known = v.nullable(number);
const SpreadSchema = v.object({ mean: known, p50: known, p95: known, p99: known, max: known });
/** Mean, quantiles and maximum; null where nothing was counted. */
export type Spread = v.InferOutput<typeof SpreadSchema>;

/** What the queue before the bandwidth was like while the run was on, whoever filled it. */
const QueueReportSchema = v.object({
  /** Of the time: how full it was, beside the packet that was being sent. */
  bytes: SpreadSchema,
  packets: SpreadSchema,
  /** Of the packets that left it: how long they had been in it, ns. */
  sojourn: SpreadSchema,
  /** Dropped because it was full, dropped by its management, marked. */
  full: count,
  aqm: count,
  marked: count,
});
export type QueueReport = v.InferOutput<typeof QueueReportSchema>;

/** The queue of one direction as it is, for the screen. */
export const QueueMomentSchema = v.object({
  /** Waiting now, beside the packet that is being sent. */
  packets: count,
  bytes: count,
  /** The most since the last moment that was told. */
  peakPackets: count,
  peakBytes: count,
  /** The longest time in the queue of those that left it since then, ns. */
  sojourn: number,
  /** Since the link stands: bytes that went through, packets that were dropped and marked. */
  sent: count,
  dropped: count,
  marked: count,
});
export type QueueMoment = v.InferOutput<typeof QueueMomentSchema>;

/** What the link added to each packet's time behind its queue, ns. */
const DelayReportSchema = v.object({
  ...SpreadSchema.entries,
  /** Packets that waited longer than their delay, because one in front of them was slower: order is kept. */
  shifted: count,
  /** How long the most delayed of them waited beyond, ns. */
  mostShifted: number,
  /** How late the link itself handed packets over, ns, because the machine had no time for it: nobody asked for that. */
  late: v.optional(SpreadSchema),
});
export type DelayReport = v.InferOutput<typeof DelayReportSchema>;

const LinkDirectionSchema = v.object({
  udp: LinkCountsSchema,
  tcp: LinkCountsSchema,
  other: LinkCountsSchema,
  /** null: nothing waits here (no bandwidth is set), or it cannot be told for one guest among others. */
  queue: v.optional(v.nullable(QueueReportSchema)),
  delay: v.optional(v.nullable(DelayReportSchema)),
});
export type LinkDirectionReport = v.InferOutput<typeof LinkDirectionSchema>;

export const LinkReportSchema = v.object({
  /** Counts of the packets that this transport's probes and connections made while the run was on. */
  up: LinkDirectionSchema,
  down: LinkDirectionSchema,
  /** Packets that the TUN queues dropped by themselves: not zero means the figures cannot be trusted. */
  overrun: count,
  changes: v.array(v.object({ atSeconds: number, impairment: ImpairmentSchema })),
  /** Absent in what goes to standard output, unless --packets is given. */
  packets: v.optional(v.array(FateRecordSchema), []),
});
export type LinkReport = v.InferOutput<typeof LinkReportSchema>;

export const NO_IMPAIRMENT: FullImpairment = {
  loss: 0,
  burst: null,
  drop: [],
  delay: 0,
  jitter: 0,
  jitterShape: 'uniform',
  jitterTime: 50e6,
  reorder: 0,
  duplicate: 0,
  corrupt: 0,
  bandwidth: null,
  queue: 100,
  queueBytes: null,
  aqm: 'none',
  ecn: false,
};

export const inFull = (direction: DirectionImpairment): FullImpairment => ({
  ...NO_IMPAIRMENT,
  ...direction,
});
