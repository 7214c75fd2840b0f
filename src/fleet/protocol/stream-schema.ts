/** A generator's summary of one-way streams, and what it tells of itself, as they travel. */
import * as v from 'valibot';
import type { GeneratorReport } from '../../run/client/threads/protocol.ts';
import { WRONG_KINDS } from '../../session/plain/verdict.ts';
import type { StreamSummary } from '../../session/stream/data.ts';
import { BatchesSchema, blocked, jitter } from './ledger-schema.ts';
import { anyNumber, count, counts, histogram, number, perFlow, share, word, words } from './values.ts';

const MOST_COLUMNS = 131_072;
export const GoodputSchema = v.object({
  bytes: count,
  span: number,
  columns: v.pipe(v.array(count), v.maxLength(MOST_COLUMNS)),
});

export const StreamSchema: v.GenericSchema<unknown, StreamSummary> = v.object({
  sentOf: perFlow(count),
  receivedOf: perFlow(count),
  endedOf: perFlow(v.boolean()),
  duplicates: count,
  reordered: count,
  extents: counts(count),
  corrupt: count,
  foreign: count,
  errors: count,
  refused: counts(word),
  skipped: count,
  skippedFull: count,
  bytesSent: count,
  bytesReceived: count,
  bytesMoved: count,
  goodput: v.nullable(GoodputSchema),
  jitterDown: jitter,
  sendLag: v.nullable(histogram),
  blocked: v.nullable(blocked),
  warmup: v.object({ sent: count, received: count }),
  sentIn: words,
  refusedIn: words,
  skippedIn: words,
  receivedIn: words,
  lastSent: anyNumber,
  firstReceived: anyNumber,
  lastReceived: anyNumber,
  losses: v.nullable(v.object({ seen: perFlow(count), runs: counts(count, 200_000), slots: BatchesSchema })),
});

const MOST_SPANS = 1000;
export const spans = v.pipe(v.array(v.object({ from: anyNumber, to: anyNumber })), v.maxLength(MOST_SPANS));
const gap = v.object({ from: anyNumber, to: anyNumber, due: anyNumber });

const SilenceSchema = v.object({
  gaps: v.object({ gaps: v.pipe(v.array(gap), v.maxLength(MOST_SPANS)), last: gap, first: anyNumber }),
  took: anyNumber,
  lastDue: anyNumber,
  stops: spans,
  linkDown: spans,
  linkUp: spans,
  noWay: spans,
  forbidden: spans,
  unreachable: spans,
});

const TcpInfoSchema = v.object({
  retransmits: count,
  rtt: number,
  rttMin: v.nullable(number),
  congestionWindow: number,
  congestionControl: v.nullable(word),
  acknowledged: v.nullable(count),
  deliveryRate: v.nullable(number),
  windowLimited: v.optional(v.nullable(number)),
});

const MOST_SAMPLE = 128;
const WrongSchema = v.object({
  counts: v.object({ shorter: count, longer: count, changed: count, foreign: count }),
  first: v.nullable(
    v.object({
      kind: v.picklist(WRONG_KINDS),
      bytes: count,
      expected: v.nullable(count),
      at: v.nullable(count),
      sent: v.nullable(count),
      got: v.nullable(count),
      before: v.nullable(count),
      sample: v.pipe(v.string(), v.maxLength(MOST_SAMPLE), v.regex(/^(?:[0-9a-f]{2})*$/)),
    }),
  ),
});

export const GeneratorReportSchema: v.GenericSchema<unknown, GeneratorReport> = v.object({
  utilisation: v.nullable(share),
  timestampSource: v.picklist(['user', 'kernel', 'virtual']),
  measuredFrom: number,
  endedAt: number,
  stalled: v.boolean(),
  stalls: v.object({
    count,
    total: number,
    longest: number,
    longestAt: number,
    spans: v.optional(v.pipe(v.array(v.object({ from: number, to: number })), v.maxLength(64))),
  }),
  endedFlows: count,
  silence: SilenceSchema,
  tcp: v.nullable(perFlow(TcpInfoSchema)),
  resent: v.nullable(v.pipe(v.array(count), v.maxLength(MOST_COLUMNS))),
  drops: v.nullable(perFlow(count)),
  connects: v.nullable(histogram),
  repeatedSyns: v.nullable(count),
  opened: v.nullable(count),
  wrong: v.nullable(WrongSchema),
  bytesSent: count,
  bytesReceived: count,
});
