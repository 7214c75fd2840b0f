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
  reorder: ratio,
  duplicate: ratio,
  corrupt: ratio,
  /** Bits per second of IP packets; null: unlimited. */
  bandwidth: v.nullable(v.pipe(number, v.minValue(1))),
  /** Packets that wait for the bandwidth; more are dropped at the tail. */
  queue: count,
});
export type DirectionImpairment = v.InferOutput<typeof DirectionImpairmentSchema>;

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
  /** When it was (or is to be) handed over; absent where it never was. */
  deliveredAt: v.optional(number),
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
  /** Of the dropped: those that found the queue full. */
  queueDropped: count,
  duplicated: count,
  reordered: count,
  corrupted: count,
  retransmitted: v.optional(count),
});
export type LinkCounts = v.InferOutput<typeof LinkCountsSchema>;

const LinkDirectionSchema = v.object({
  udp: LinkCountsSchema,
  tcp: LinkCountsSchema,
  other: LinkCountsSchema,
});

export const LinkReportSchema = v.object({
  /** Counts of the packets that this transport's probes and connections made while the run was on. */
  up: LinkDirectionSchema,
  down: LinkDirectionSchema,
  /** Packets that the TUN queues dropped by themselves: not zero means the figures cannot be trusted. */
  overrun: count,
  changes: v.array(v.object({ atSeconds: number, impairment: ImpairmentSchema })),
  packets: v.array(FateRecordSchema),
});
export type LinkReport = v.InferOutput<typeof LinkReportSchema>;

export const NO_IMPAIRMENT: DirectionImpairment = {
  loss: 0,
  burst: null,
  drop: [],
  delay: 0,
  jitter: 0,
  jitterShape: 'uniform',
  reorder: 0,
  duplicate: 0,
  corrupt: 0,
  bandwidth: null,
  queue: 100,
};
