/** What a server tells of its counts: snapshots while a session runs, the ledger at its end. */
import * as v from 'valibot';
import { congestion, count, counts, dscp, positive, span, text } from './values.ts';

/** Intervals in one snapshot, and in a ledger: more than any of ours tells. */
const MOST_TOLD = 4096;
const MOST_COLUMNS = 131_072;
/**
 * What came up, by the server's clock (measure/goodput/goodput.ts): payload bytes, the ns in which they arrived, and bytes by
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

/** What a client has measured so far, for the screen of the server: of probes, warm-up excluded; null: not known (yet). */
export const ClientToldSchema = v.object({
  sent: count,
  answered: count,
  /** ns, of answered probes; of the run's main latency. */
  p50: v.nullable(span),
  p99: v.nullable(span),
  /** TCP segments that both ends sent again. */
  resent: v.nullable(count),
  /** Probes lost in each direction: known when both ledgers are. */
  lostUp: v.nullable(count),
  lostDown: v.nullable(count),
});
export type ClientTold = v.InferOutput<typeof ClientToldSchema>;

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
  /** ms since it was counted: another thread of the server did. */
  age: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_AGE)), 0),
  /** TCP segments of the measured part that the server's end sent again; absent where its kernel does not tell. */
  resentHere: v.optional(count),
  /** The same of both ends, as an emulated link before the server counts it. */
  resentOnLink: v.optional(count),
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
  /** Share of its time that a window or a buffer, not the path, held it back; absent where its kernel does not tell. */
  windowLimited: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
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
  /** Packets that the server's own queues dropped in the measured part; null where its system does not tell. */
  queueDrops: v.optional(v.nullable(count)),
  /** Where these queues tell of themselves: with what they dropped in the warm-up. */
  queues: v.optional(v.object({ inAll: count })),
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
  /** Of these: there was no room for them. */
  skippedFull: v.optional(count),
  /** Send calls of the server that returned an error, by errno name. */
  refused: v.pipe(v.record(v.pipe(v.string(), v.regex(/^[A-Z0-9]{1,16}$/)), count), v.maxEntries(256)),
  warmup: v.object({ received: count, sent: count, duplicates: count }),
  /** When the server's thread did not run though it should have: ns in all and at most, and since the measured part when that began. */
  stalls: v.optional(
    v.object({
      count,
      total: span,
      longest: span,
      longestAt: span,
      spans: v.optional(v.pipe(v.array(v.object({ from: span, to: span })), v.maxLength(64))),
      /** Processor time (ns) that a quota took from the server, and the hypervisor from its machine; null: not told there. */
      taken: v.optional(v.object({ throttled: v.nullable(span), stolen: v.nullable(span) })),
    }),
  ),
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
