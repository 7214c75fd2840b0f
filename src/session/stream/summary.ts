/** What a client of one-way streams tells in the end. */
import { mergeCounts } from '../../measure/columns.ts';
import type { Receiver } from '../receiver.ts';
import type { StreamSummary } from './data.ts';
import type { Source } from './source.ts';

/** What the client counts itself. */
type Own = 'endedOf' | 'errors' | 'sendLag' | 'blocked' | 'sentIn' | 'refusedIn' | 'skippedIn' | 'receivedIn';

/** What the two ends of the streams know; null where there is none. */
export function summaryOf(
  source: Source | null,
  receiver: Receiver | null,
  errnoName: (errno: number) => string,
  now: number,
): Omit<StreamSummary, Own> {
  const flows = receiver?.flows ?? [];
  const refused = new Map<string, number>();
  for (const [errno, count] of source?.refused ?? []) refused.set(errnoName(errno), count);
  const extents = new Map<number, number>();
  for (const flow of flows) mergeCounts(extents, flow.extents);
  return {
    sentOf: Array.from(source?.sentOf ?? []),
    receivedOf: flows.map((flow) => flow.received),
    duplicates: sum(flows.map((flow) => flow.duplicates)),
    reordered: sum(flows.map((flow) => flow.reordered)),
    extents,
    corrupt: receiver?.corrupt ?? 0,
    foreign: receiver?.foreign ?? 0,
    refused,
    skipped: source?.skipped ?? 0,
    skippedFull: source?.skippedFull ?? 0,
    bytesSent: source?.bytes ?? 0,
    bytesReceived: receiver?.bytes ?? 0,
    bytesMoved: source?.movedBytes ?? 0,
    goodput: receiver?.goodput?.data(now) ?? null,
    jitterDown: {
      sum: sum(flows.map((flow) => flow.jitter.sum)),
      updates: sum(flows.map((flow) => flow.jitter.updates)),
    },
    warmup: {
      sent: source?.warmupSent ?? 0,
      received: sum(receiver?.warmup.map((flow) => flow.received) ?? []),
    },
    lastSent: source?.lastSent ?? Number.NEGATIVE_INFINITY,
    firstReceived: receiver?.firstAt ?? Number.POSITIVE_INFINITY,
    lastReceived: receiver?.lastAt ?? Number.NEGATIVE_INFINITY,
    losses: receiver === null ? null : lossesOf(receiver),
  };
}

function lossesOf({ flows, slots }: Receiver): StreamSummary['losses'] {
  const runs = new Map<number, number>();
  for (const flow of flows) mergeCounts(runs, flow.missingRuns());
  return { seen: flows.map((flow) => flow.highest + 1), runs, slots: slots.data() };
}

export const sum = (values: ArrayLike<number>): number => {
  let all = 0;
  for (let i = 0; i < values.length; i++) all += values[i]!;
  return all;
};
