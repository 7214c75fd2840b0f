/** A generator's ledger of an echo, as it travels. Whatever is new in a ledger has to stand here, or it does not compile. */
import * as v from 'valibot';
import type { LedgerSummary } from '../../measure/ledger/ledger-data.ts';
import type { BatchData } from '../../measure/slices/batches.ts';
import {
  anyNumber,
  bytes,
  count,
  counts,
  doubles,
  histogram,
  number,
  perFlow,
  word,
  words,
} from './values.ts';

const delays = v.object({ low: histogram, high: histogram, variation: histogram });

const DelaySummarySchema = v.object({
  network: histogram,
  server: histogram,
  owners: v.pipe(v.array(v.pipe(v.array(number), v.length(9))), v.maxLength(4096)),
  up: v.nullable(delays),
  down: v.nullable(delays),
  offset: v.nullable(v.object({ low: anyNumber, high: anyNumber, drift: v.nullable(number) })),
  /** Of single probes: nobody sums those up. */
  samples: v.null(),
  believed: v.boolean(),
  absurd: count,
});

/** A millisecond, doubled as often as it takes: others cannot be brought to one width. */
const isWidth = (width: number): boolean =>
  Number.isInteger(Math.log2(width / 1e6)) || Number.isInteger(Math.log2(width));
const SLOTS = 2048;

export const BatchesSchema: v.GenericSchema<unknown, BatchData> = v.object({
  width: v.pipe(number, v.minValue(1), v.maxValue(1e18), v.check(isWidth)),
  sent: v.pipe(doubles, v.length(SLOTS)),
  received: v.pipe(doubles, v.length(SLOTS)),
});

export const jitter = v.object({ sum: number, updates: count });
export const blocked = v.object({ count, total: number, max: number });

const MOST_INTERVALS = 1_000_000;
const IntervalsSchema = v.pipe(
  v.object({
    sent: words,
    refused: words,
    skipped: words,
    received: words,
    late: words,
    open: words,
    duplicates: words,
    reordered: words,
    latency: v.pipe(v.array(v.pipe(v.array(histogram), v.maxLength(64))), v.maxLength(MOST_INTERVALS)),
  }),
  v.check((columns) => Object.values(columns).every(({ length }) => length === columns.sent.length)),
);

const DeliverySchema = v.pipe(
  v.object({ codes: bytes, sentAt: doubles, flow: words, number: words }),
  v.check(({ codes, sentAt, flow, number: of }) =>
    [sentAt, flow, of].every(({ length }) => length === codes.length),
  ),
);

const FlowSchema = v.object({
  sent: count,
  received: count,
  late: count,
  settled: v.nullable(v.object({ number: count, sent: count, answered: count })),
  delays: histogram,
});

export const LedgerSchema: v.GenericSchema<unknown, LedgerSummary> = v.pipe(
  v.object({
    sent: count,
    received: count,
    late: count,
    lost: count,
    open: count,
    hit: count,
    skipped: count,
    skippedFull: count,
    duplicates: count,
    corrupt: count,
    foreign: count,
    errors: count,
    refused: counts(word),
    response: v.nullable(histogram),
    service: histogram,
    sendLag: v.nullable(histogram),
    blocked,
    reading: histogram,
    delays: v.nullable(DelaySummarySchema),
    reordered: count,
    reorderedDown: count,
    extents: counts(count),
    jitter,
    jitterDown: jitter,
    ipdv: histogram,
    delayVariation: histogram,
    runLengths: counts(count, 200_000),
    intervals: IntervalsSchema,
    batches: BatchesSchema,
    delivery: DeliverySchema,
    flows: perFlow(FlowSchema),
    firstSent: anyNumber,
    lastSent: anyNumber,
  }),
  v.check((all) => isSound(all)),
);

/** Its counts add up, over the flows as well, and so do its times. */
function isSound(ledger: LedgerSummary): boolean {
  const { sent, received, late, lost, open, flows, service, response, delivery } = ledger;
  const sum = (pick: (flow: LedgerSummary['flows'][number]) => number): number =>
    flows.reduce((all, flow) => all + pick(flow), 0);
  return (
    sent === received + late + lost + open &&
    sum((flow) => flow.sent) === sent &&
    sum((flow) => flow.received) === received &&
    sum((flow) => flow.late) === late &&
    service.count === received + late &&
    (response === null || response.count === received + late) &&
    delivery.flow.every((flow) => flow < flows.length)
  );
}
