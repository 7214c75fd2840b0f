import type { Port } from '../../../net/port.ts';
import type { TransportPlan } from '../plan/effective.ts';

/** Receive-buffer drops of each UDP flow of a generator; null where the platform does not tell of all of them. */
export function flowDrops(port: Port, { transport, clients }: TransportPlan): number[] | null {
  if (transport !== 'udp' || !port.capabilities.dropCounter) return null;
  const drops = Array.from({ length: clients }, (_, flow) => port.drops(flow));
  return drops.includes(null) ? null : (drops as number[]);
}
