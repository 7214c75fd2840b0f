/** The packets of a run on the emulated link, from the model of its probes. */
import type { RunEvent } from '../../../../src/result/events/events.ts';
import type { FateRecord } from '../../../../src/result/impairment.ts';
import type { Transport } from '../../../../src/units.ts';
import { AGAIN, type Probe } from './probes.ts';

/** Two packets a probe; a lost TCP segment is dropped once and sent again. */
export function packetsAt(
  probes: readonly Probe[],
  transport: Transport,
  from: number,
  to: number,
  delay: number,
): RunEvent {
  const packets: FateRecord[] = [];
  const add = (
    time: number,
    direction: 'up' | 'down',
    number: number,
    lost: boolean,
    of?: number,
  ): number => {
    if (time <= from || time > to) return 0;
    const index = number * 8 + (direction === 'down' ? 4 : 0) + (of === undefined ? 0 : 1);
    packets.push({
      time,
      direction,
      protocol: transport,
      source: direction === 'up' ? '10.0.0.1:40000' : '10.0.0.2:5000',
      destination: direction === 'up' ? '10.0.0.2:5000' : '10.0.0.1:40000',
      bytes: 92,
      fate: lost ? 'lost' : 'delivered',
      index,
      ...(lost ? {} : { deliveredAt: time + delay }),
      ...(transport === 'udp' ? { probe: { flow: 0, number, warmup: false } } : {}),
      ...(transport === 'tcp'
        ? {
            tcp: {
              seq: 1 + number * 64,
              ack: 1,
              flags: 'PA',
              length: 64,
              ...(of === undefined ? {} : { retransmissionOf: of }),
            },
          }
        : {}),
    });
    return index;
  };
  probes.forEach((probe, number) => {
    const dropped = transport === 'tcp' ? probe.code === 'w' : probe.code === 'u';
    add(probe.sent + 1, 'up', number, dropped);
    if (transport === 'tcp' && dropped) add(probe.sent + AGAIN, 'up', number, false, number * 8);
    if (!dropped) add(probe.sent + delay, 'down', number, transport === 'udp' && probe.code === 'n');
  });
  packets.sort((a, b) => a.time - b.time);
  return { event: 'packets', packets, skipped: 0 };
}
