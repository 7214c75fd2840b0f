/** Nothing of a run's size came through: do small datagrams? An `open` is one; a server of ours answers it, a plain echo returns it. */
import type { Clock } from '../../../clock.ts';
import type { Port } from '../../../net/port.ts';
import type { Identity } from '../../../session/identity.ts';
import { Opening } from '../../../session/opening.ts';
import { Batch, HEADER_BYTES, NO_STAMP } from '../../../wire/batch.ts';
import type { TransportPlan } from '../plan/effective.ts';

/** ns in which one of five must come back, beyond the path's own time. */
const PATIENCE = 1e9;
const POLL_MS = 5;

/** Datagrams larger than the smallest can fare worse. */
export const hasSmaller = ({ transport, mode, size }: TransportPlan): boolean =>
  transport === 'udp' && mode !== 'connect' && size > HEADER_BYTES;

export interface Asked {
  readonly port: Port;
  readonly identity: Identity;
  /** ns that the path may take, where that is known. */
  readonly roundTrip: number;
  readonly clock: Clock;
  /** How many have come; whoever runs the port takes them in. */
  readonly came: () => number;
  /** Nobody waits for it any more; the port may be closed. */
  readonly over: () => boolean;
}

export async function smallOnesPass({
  port,
  identity,
  roundTrip,
  clock,
  came,
  over,
}: Asked): Promise<boolean> {
  const before = came();
  const opening = new Opening(identity, 1, false, clock());
  const batch = new Batch(1);
  const until = clock() + PATIENCE + roundTrip;
  while (!over() && came() === before && clock() < until) {
    batch.clear();
    batch.stampAt = NO_STAMP;
    opening.poll(clock(), batch);
    if (batch.count > 0) {
      port.send(batch);
      opening.sent(batch);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return came() > before;
}
