/** Snapshots and packets by hand, and what a screen makes of them. */
import { emptyModel, type RunModel } from '../../../../src/present/live/model/model.ts';
import { reduce } from '../../../../src/present/live/model/reduce.ts';
import type { RunEvent, Snapshot } from '../../../../src/result/events/events.ts';
import type { FateRecord } from '../../../../src/result/impairment.ts';
import type { Transport } from '../../../../src/units.ts';
import { scenario, specOf } from '../scenarios.ts';

const template = scenario({ transports: ['udp'], seconds: 1 }).events.find(
  (event) => event.event === 'snapshot',
)!;

export function snapshot(transport: Transport, seconds: number, changes: Partial<Snapshot>): RunEvent {
  if (template.event !== 'snapshot') throw new Error('no snapshot');
  return {
    event: 'snapshot',
    transport,
    snapshot: { ...template.snapshot, elapsed: seconds * 1e9, ...changes },
  };
}

export function modelAfter(transport: Transport, ...events: RunEvent[]): RunModel {
  return events.reduce(reduce, emptyModel(specOf([transport])));
}

export function packet(
  index: number,
  fate: FateRecord['fate'],
  protocol: Transport = 'tcp',
  retransmissionOf?: number,
): FateRecord {
  return {
    time: index * 1e7,
    direction: 'up',
    protocol,
    source: 'a',
    destination: 'b',
    bytes: 92,
    fate,
    index,
    ...(protocol === 'tcp'
      ? {
          tcp: {
            seq: index,
            ack: 0,
            flags: 'PA',
            length: 64,
            ...(retransmissionOf === undefined ? {} : { retransmissionOf }),
          },
        }
      : {}),
  };
}

/** So many packets of TCP, a ms apart; one of them may be lost. */
export function crossing(count: number, lost: number | null): RunEvent {
  const packets = Array.from(
    { length: count },
    (_, index): FateRecord => ({
      time: index * 1e6,
      direction: 'up',
      protocol: 'tcp',
      source: 'a',
      destination: 'b',
      bytes: 92,
      fate: index === lost ? 'lost' : 'delivered',
      index,
    }),
  );
  return { event: 'packets', packets, skipped: 0 };
}
