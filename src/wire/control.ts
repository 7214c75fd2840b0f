/**
 * Control messages: JSON over TCP in bounded frames (frame.ts). One control connection for each transport of a run.
 *
 * client: hello → [proof] → start → ping… → close → bye
 * server: [challenge] → grant | error → snapshot… → [done] → ledger
 *
 * Between grant and start the client opens its flows (an `open` header on each, answered with `opened`).
 * `start` says that all flows are open; in modes with a down stream the server then begins to send.
 * `close` asks the server to freeze its ledger and to send it.
 */
import * as v from 'valibot';

/** From `start` to the client's first probe, ns. */
export const START_LEAD = 50e6;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const text = v.pipe(v.string(), v.maxLength(1024));
const hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)));
const positive = v.pipe(v.number(), v.gtValue(0), v.maxValue(1e12));
/** ns: somewhat more than the 480 hours that a run may last. */
const time = v.pipe(v.number(), v.gtValue(0), v.maxValue(2e15));
/** ns. */
const warmup = v.pipe(v.number(), v.minValue(0), v.maxValue(1e15));
/** ns between two events, or a sum of such. */
const span = v.pipe(v.number(), v.finite(), v.minValue(0));
const counts = v.pipe(v.array(count), v.maxLength(65_536));

/** Flows whose numbers fit into the one frame of `close`. */
export const MOST_SETTLED = 900;

const congestion = v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,15}$/));
const dscp = v.pipe(count, v.maxValue(63));

const RequestEntries = {
  transport: v.picklist(['tcp', 'udp']),
  mode: v.picklist(['echo', 'up', 'down', 'both', 'connect']),
  clients: v.pipe(count, v.minValue(1), v.maxValue(65_536)),
  size: v.pipe(count, v.minValue(64), v.maxValue(16 * 2 ** 20)),
  /** Probes per second over all flows and per direction; null: unbounded (closed loop or flood). */
  rate: v.nullable(positive),
  /** ns of the whole run, warm-up included; null: by count. */
  duration: v.nullable(time),
  warmup,
  /** Probes of the measured part, each direction; null: by duration. */
  count: v.nullable(count),
  lossThreshold: time,
  /** Socket options that the server applies to its side. */
  sendBuffer: v.nullable(count),
  receiveBuffer: v.nullable(count),
  congestionControl: v.nullable(congestion),
  dscp: v.nullable(dscp),
  nagle: v.boolean(),
  busyPoll: v.boolean(),
  engine: v.picklist(['auto', 'portable', 'linux']),
  /** Writes of a stream: the server may grant a smaller `size`, down to this, that suits a rate which it grants less of. */
  leastSize: v.optional(v.pipe(count, v.minValue(64))),
  /** Of a stream down. */
  arrivals: v.optional(v.picklist(['periodic', 'poisson'])),
  seed: v.optional(count),
  /** Length of the run's intervals, ns: what arrives is told by them. Absent: nobody asks (before 0.2). */
  interval: v.optional(v.pipe(v.number(), v.minValue(1e6), v.maxValue(2e15))),
};

export const HelloSchema = v.object({
  type: v.literal('hello'),
  version: count,
  tool: text,
  /** Of the client, for the mutual proof with a key. */
  nonce: hex(32),
  ...RequestEntries,
});
export type Hello = v.InferOutput<typeof HelloSchema>;

/** Asked by a server with a key: its own proof comes with it, so that the client knows whom it talks to. */
export const ChallengeSchema = v.object({ type: v.literal('challenge'), nonce: hex(32), proof: hex(64) });
export const ProofSchema = v.object({ type: v.literal('proof'), proof: hex(64) });

/** What a machine says of the clock that its times are read from. */
export const ClockWordSchema = v.object({
  /** Equal at both ends where they read one clock: same kernel, same time namespace (hashed with the token). null: not known. */
  same: v.nullable(hex(32)),
  /** ns of the machine's monotonic clock, and of its wall clock, at time zero of the times it sends. */
  epoch: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  wall: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  /** ns by which the kernel says that its wall clock may be wrong; null: not synchronised, or not known. */
  error: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1e15))),
});
export type ClockWord = v.InferOutput<typeof ClockWordSchema>;

export const GrantSchema = v.object({
  type: v.literal('grant'),
  version: count,
  tool: text,
  token: hex(16),
  granted: v.object({
    clients: count,
    size: count,
    rate: v.nullable(positive),
    duration: v.nullable(time),
    /** ns of `duration`; absent: as asked for. */
    warmup: v.optional(warmup),
  }),
  /** One English sentence for each thing that was granted less of. */
  limited: v.pipe(v.array(text), v.maxLength(16)),
  engine: text,
  /** The server's address as this connection reached it: flows go there. */
  address: text,
  /** Datagrams carry a MAC. */
  keyed: v.boolean(),
  /** Said to everyone who connects, such as the impairment in front of the server; null: nothing. */
  notice: v.nullable(text),
  /** Of the session's times; absent from older servers. */
  clock: v.optional(ClockWordSchema),
});
export type Grant = v.InferOutput<typeof GrantSchema>;

export const RefusalSchema = v.object({
  type: v.literal('error'),
  code: text,
  /** One English sentence; shown to a person only after it was made harmless. */
  message: text,
  version: v.optional(count),
});

export const StartSchema = v.object({ type: v.literal('start') });
export const PingSchema = v.object({ type: v.literal('ping') });
export const CloseSchema = v.object({
  type: v.literal('close'),
  /** Where waiting was cut short: the number from which on answers of each flow are still awaited. */
  settled: v.optional(v.pipe(v.array(count), v.maxLength(MOST_SETTLED))),
  /** ns of the measured part after which the client was told to stop; absent where it went to its end. */
  stopped: v.optional(span),
  /** Messages of the measured part that it has sent up: the last of them may still be on their way. */
  sent: v.optional(count),
});
/** How a client's part ended. */
export type Ended = Omit<v.InferOutput<typeof CloseSchema>, 'type'>;
export const ByeSchema = v.object({ type: v.literal('bye') });
/** Modes with a down stream: the server has sent everything. */
export const DoneSchema = v.object({ type: v.literal('done') });

/** Intervals in one snapshot, and in a ledger: more than any of ours tells. */
const MOST_TOLD = 4096;
const MOST_COLUMNS = 131_072;
/**
 * What came up, by the server's clock (measure/goodput.ts): payload bytes, the ns in which they arrived, and bytes by
 * interval.
 */
const GoodputSchema = v.object({
  bytes: count,
  span,
  columns: v.pipe(v.array(count), v.maxLength(MOST_COLUMNS)),
});
/** The same so far, with the intervals that ended since the last snapshot: the first is number `since`. */
const GoodputSoFarSchema = v.object({
  bytes: count,
  span,
  since: count,
  columns: v.pipe(v.array(count), v.maxLength(MOST_TOLD)),
});

/** ms. */
export const MOST_AGE = 10_000;
/** Cumulative, each second, warm-up excluded. */
export const SnapshotSchema = v.object({
  type: v.literal('snapshot'),
  received: count,
  sent: count,
  duplicates: count,
  reordered: count,
  bytesReceived: count,
  bytesSent: count,
  /** Highest numbers that arrived, plus 1, over all flows: what is missing below them. null where nothing can be missing, or nobody counts. */
  seen: v.optional(v.nullable(count), null),
  /** Segments that this end's kernel has sent again so far; null where it does not tell. */
  retransmits: v.optional(v.nullable(count)),
  /** ms since it was counted: another thread of the server did. */
  age: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_AGE)), 0),
  /** Absent in mode connect, and where the client gave no interval. */
  goodput: v.optional(GoodputSoFarSchema),
});
export type ServerSnapshot = v.InferOutput<typeof SnapshotSchema>;

const TcpSideSchema = v.object({
  retransmits: count,
  rttMin: v.nullable(span),
  rttMean: v.nullable(span),
  congestionWindow: v.nullable(count),
  congestionControl: v.nullable(text),
});

/** Times of the client's clock, as its probes carry it, in which nothing that was sent came here; ns. */
const gapTime = v.pipe(v.number(), v.finite());
const GapsSchema = v.object({
  gaps: v.pipe(v.array(v.tuple([gapTime, gapTime])), v.maxLength(1000)),
  /** Of the first and the last that came. */
  first: gapTime,
  last: gapTime,
});

/** The server's accounting. Columns hold one value for each flow, by flow number. */
export const ServerLedgerSchema = v.object({
  type: v.literal('ledger'),
  /** Distinct probes that arrived intact. */
  received: counts,
  /** Echo: answers handed to the kernel. Down streams: probes handed to the kernel. */
  sent: counts,
  /** Arrived, but could not be answered. */
  notAnswered: counts,
  /** Datagrams dropped at each flow socket's receive buffer; null where the platform does not tell. */
  drops: v.nullable(counts),
  /** Arrived faster than the server's limit allows, and were discarded there (also of the warm-up). */
  overLimit: v.optional(count, 0),
  duplicates: count,
  reordered: count,
  corrupt: count,
  foreign: count,
  bytesReceived: count,
  bytesSent: count,
  /** As in a snapshot. */
  goodput: v.optional(GoodputSchema),
  /** Up: sum and number of updates of the RFC 3550 estimator; null where nothing was updated. */
  jitter: v.nullable(v.object({ sum: span, updates: count })),
  /** Up: reordering extents (RFC 4737), "1000" meaning 1,000 or more. */
  extents: v.pipe(v.record(v.pipe(v.string(), v.regex(/^\d{1,4}$/)), count), v.maxEntries(1000)),
  /** Where the client said what is settled: those of `received` with lower numbers. */
  settled: v.optional(v.nullable(counts)),
  /** Down streams: probes that were due here and never offered to the kernel. */
  skipped: v.optional(count),
  /** Send calls of the server that returned an error, by errno name. */
  refused: v.pipe(v.record(v.pipe(v.string(), v.regex(/^[A-Z0-9]{1,16}$/)), count), v.maxEntries(256)),
  warmup: v.object({ received: count, sent: count, duplicates: count }),
  tcp: v.nullable(TcpSideSchema),
  /** Segments that the server's end sent again, by interval of the measured part; null where that is not told. */
  resent: v.optional(v.nullable(v.pipe(v.array(count), v.maxLength(MOST_COLUMNS)))),
  /** What the server's system made of the options of a flow's socket, read back; null where it does not tell. */
  sockets: v.optional(
    v.nullable(
      v.object({
        sendBuffer: v.nullable(count),
        receiveBuffer: v.nullable(count),
        dscp: v.nullable(dscp),
        nagle: v.nullable(v.boolean()),
        congestionControl: v.nullable(congestion),
      }),
    ),
  ),
  /** Which of the first `perFlow` probes of each flow arrived: bit flow × perFlow + number, least significant first; base64. */
  arrived: v.nullable(v.object({ perFlow: count, bits: v.pipe(v.string(), v.maxLength(65_536)) })),
  /** Where losses stand among the numbers; null where nothing of it can be told. */
  losses: v.optional(
    v.nullable(
      v.object({
        /** Highest number that arrived, plus 1. */
        seen: counts,
        /** Runs of consecutive losses below it, over all flows: how many of each length. A server tells 5,000 lengths at most. */
        runs: v.pipe(v.record(v.pipe(v.string(), v.regex(/^\d{1,16}$/)), count), v.maxEntries(8192)),
        /** Arrivals by number, `width` numbers of each flow in a slot. */
        width: positive,
        slots: v.pipe(v.array(count), v.maxLength(256)),
      }),
    ),
  ),
  /** When nothing came here, and when nothing was answered; null where nothing ever was. Absent: nobody kept it. */
  silences: v.optional(v.object({ up: v.nullable(GapsSchema), answers: v.nullable(GapsSchema) })),
  /** Counts of an emulated link before the server (LinkReport; judged by whoever uses it). */
  link: v.optional(v.unknown()),
});
export type ServerLedger = v.InferOutput<typeof ServerLedgerSchema>;

export const FromClientSchema = v.variant('type', [
  HelloSchema,
  ProofSchema,
  StartSchema,
  PingSchema,
  CloseSchema,
  ByeSchema,
]);
export type FromClient = v.InferOutput<typeof FromClientSchema>;

export const FromServerSchema = v.variant('type', [
  ChallengeSchema,
  GrantSchema,
  RefusalSchema,
  SnapshotSchema,
  DoneSchema,
  ServerLedgerSchema,
]);
export type FromServer = v.InferOutput<typeof FromServerSchema>;

/** Largest frame that each side takes, in bytes. */
export const MAX_FRAME_FROM_CLIENT = 16 * 1024;
export const MAX_FRAME_FROM_SERVER = 8 * 2 ** 20;
