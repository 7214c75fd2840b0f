/** Which of a name's addresses a run goes to: the first at which somebody listens. */
import { type Addresses, connectFirst } from '../../../net/connect-first.ts';
import { ConnectedSocket } from '../../../net/datagrams/connected.ts';
import { socketFailure } from '../../../net/failure.ts';
import { firstOf } from '../../../net/first-of.ts';
import type { Transport } from '../../../units.ts';

const PATIENCE_MS = 10_000;
/** ms within which a machine says that nobody listens there (ICMP); who says nothing may be there. */
const REFUSAL_MS = 300;

/**
 * A single address is taken as it is. Of several, the last that is left is not tried, either: what is wrong with it the run
 * will say, and a server that serves but one caller must not have served this one.
 */
export async function answering(
  { addresses, port }: Addresses,
  transport: Transport,
  bind: string | null,
): Promise<string> {
  if (addresses.length === 1) return addresses[0]!;
  const { address } = await firstOf(addresses, {
    attempt: async (one, signal, last) => {
      if (last) return;
      if (transport === 'udp') await notRefused(one, port);
      else {
        const how = { bind, patienceMs: PATIENCE_MS, signal };
        const { value } = await connectFirst({ addresses: [one], port }, how);
        value.destroy();
      }
    },
    discard: () => {},
  }).catch((met: unknown[]) => {
    throw met.find((error) => error !== undefined);
  });
  return address;
}

function notRefused(address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      socket.close();
      if (error === undefined) resolve();
      else reject(socketFailure(error, 'connect', { address, port }, { transport: 'udp' }));
    };
    const timer = setTimeout(() => settle(), REFUSAL_MS);
    const events = { error: settle, message: () => settle() };
    const socket = new ConnectedSocket({ address, port }, events, () => socket.send(Buffer.alloc(1)));
  });
}
