/** The MTU towards an address: of its route, or of the interface that leads there, where the system tells. */
import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { INTERFACE, LINK_MTU } from '../../../link/system/interface.ts';

/** Any port will do: connecting a datagram socket sends nothing. */
const ANY_PORT = 9;

/** The way to an address, as far as it is known. */
export interface Path {
  /** Bytes, headers of IP included; null where this system does not tell. */
  readonly mtu: number | null;
  readonly v6: boolean;
}

export const UNKNOWN_PATH: Path = { mtu: null, v6: false };

export async function pathTowards(address: string, engine: 'portable' | 'linux'): Promise<Path> {
  return { mtu: await mtuTowards(address, engine), v6: isIPv6(address.split('%')[0]!) };
}

/**
 * @param engine linux: the kernel is asked, which also knows a route that takes less than its interface
 * @returns bytes, headers of IP included; null where this system does not tell
 */
export async function mtuTowards(
  address: string,
  engine: 'portable' | 'linux' = 'portable',
): Promise<number | null> {
  const route = engine === 'linux' ? await askKernel(address) : null;
  return route ?? interfaceMtu(address);
}

async function askKernel(address: string): Promise<number | null> {
  const [{ isKernel, openKernel }, { routeMtu }] = await Promise.all([
    import('../../../net/linux/kernel/kernel.ts'),
    import('../../../net/linux/path-mtu.ts'),
  ]);
  const kernel = await openKernel();
  return isKernel(kernel) ? routeMtu(kernel, address) : null;
}

async function interfaceMtu(address: string): Promise<number | null> {
  const local = await localAddressTowards(address);
  if (local === null) return null;
  const own = Object.entries(networkInterfaces()).find(([, addresses]) =>
    addresses?.some((one) => one.address === local),
  );
  if (own === undefined) return null;
  // Inside the lab /sys still shows the interfaces outside.
  if (own[0] === INTERFACE) return LINK_MTU;
  try {
    const mtu = Number(await readFile(`/sys/class/net/${own[0]}/mtu`, 'utf8'));
    return Number.isInteger(mtu) && mtu > 0 ? mtu : null;
  } catch {
    return null;
  }
}

function localAddressTowards(address: string): Promise<string | null> {
  const socket = createSocket(isIPv6(address.split('%')[0]!) ? 'udp6' : 'udp4');
  return new Promise<string | null>((resolve) => {
    socket.once('error', () => resolve(null));
    socket.connect(ANY_PORT, address, (error?: Error | null) =>
      resolve(error == null ? socket.address().address : null),
    );
  }).finally(() => socket.close());
}
