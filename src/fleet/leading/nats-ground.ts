/** A fleet of machines that have a broker in common. */
import { SockbenchError } from '../../errors.ts';
import { showAddress } from '../../net/failure.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { BusAddress } from '../bus/address.ts';
import { awaitNats, type NatsFiles } from '../bus/nats.ts';
import type { Ground } from './leading.ts';

/** @param patience ns for which a broker that does not answer yet is tried again @throws SockbenchError `bus-…`, `fleet-local` */
export async function openNatsGround(
  { target }: RunSpec,
  address: BusAddress,
  files: NatsFiles,
  fleet: string,
  patience: number,
): Promise<Ground> {
  if (target === null) throw new SockbenchError('fleet-local', 'gather');
  const bus = await awaitNats(performance.now() + patience / 1e6, address, files, `sockbench fleet ${fleet}`);
  const shown = showAddress({ address: target.host, port: target.port });
  return { bus, alone: false, target, shown, close: () => bus.close() };
}
