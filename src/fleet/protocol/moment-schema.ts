/** What an agent has measured so far, as it is told each second. */
import * as v from 'valibot';
import type { LedgerMoment } from '../../measure/ledger/ledger-data.ts';
import type { Moment, StreamMoment } from '../../run/client/generator/moment.ts';
import { SnapshotSchema } from '../../wire/told.ts';
import { count, counts, histogram, number, word } from './values.ts';

const shared = {
  sent: count,
  received: count,
  skipped: count,
  duplicates: count,
  reordered: count,
  corrupt: count,
  foreign: count,
  errors: count,
  refused: counts(word),
  sendLag: v.nullable(histogram),
};

const LedgerMomentSchema: v.GenericSchema<unknown, LedgerMoment> = v.pipe(
  v.object({
    ...shared,
    late: count,
    lost: count,
    open: count,
    response: v.nullable(histogram),
    service: histogram,
  }),
  v.check(
    ({ sent, received, late, lost, open, service }) =>
      sent === received + late + lost + open && service.count === received + late,
  ),
);

const StreamMomentSchema: v.GenericSchema<unknown, StreamMoment> = v.object({
  ...shared,
  bytesSent: count,
  bytesReceived: count,
  bytesMoved: count,
  down: v.nullable(v.object({ bytes: count, span: number })),
});

const MomentSchema: v.GenericSchema<unknown, Moment> = v.pipe(
  v.object({
    at: number,
    ledger: v.nullable(LedgerMomentSchema),
    stream: v.nullable(StreamMomentSchema),
  }),
  v.check(({ ledger, stream }) => (ledger === null) !== (stream === null)),
);

/** @see SoFar of run/client/concert.ts */
export const SoFarSchema = v.object({
  transport: v.picklist(['tcp', 'udp']),
  moment: MomentSchema,
  server: v.nullable(SnapshotSchema),
});
export type SoFarTold = v.InferOutput<typeof SoFarSchema>;
