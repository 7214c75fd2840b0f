import type { Clock } from '../../clock.ts';
import type { Port } from '../../net/port.ts';
import { PortablePort } from '../../net/portable/port.ts';

/** The port of an engine; the linux one is loaded only where it was chosen. */
export async function createPort(
  engine: 'portable' | 'linux',
  clock: Clock,
  busyPoll: boolean,
): Promise<Port> {
  void busyPoll;
  if (engine === 'linux') throw new RangeError('no linux engine');
  return new PortablePort(clock);
}
