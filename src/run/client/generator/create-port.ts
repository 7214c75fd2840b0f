import type { Clock } from '../../../clock.ts';
import { SockbenchError } from '../../../errors.ts';
import type { Port } from '../../../net/port.ts';
import { ConnectPort } from '../../../net/portable/connect-port.ts';
import { PortablePort } from '../../../net/portable/port.ts';
import { FLAG_WARMUP, OFFSET_FLAGS } from '../../../wire/header.ts';
import type { Mac } from '../../../wire/mac.ts';

/** Loads the linux engine for whoever will probably want it; whether it works is asked when it is wanted. */
export function linuxAhead(): void {
  void import('../../../net/linux/kernel/kernel.ts').then(({ openKernel }) => openKernel());
}

/** The port of an engine; the linux one, and FFI with it, is loaded only where it was chosen. */
export async function createPort(
  engine: 'portable' | 'linux',
  clock: Clock,
  options: { readonly busyPoll: boolean; readonly timestamps: boolean },
): Promise<Port> {
  if (engine === 'portable') return new PortablePort(clock);
  const [{ isKernel, openKernel }, { LinuxPort }] = await Promise.all([
    import('../../../net/linux/kernel/kernel.ts'),
    import('../../../net/linux/port.ts'),
  ]);
  const kernel = await openKernel();
  // It was usable when it was chosen, in this very process.
  if (!isKernel(kernel)) throw new SockbenchError('internal', 'open', { reason: kernel.detail });
  return new LinuxPort({ kernel, clock, ...options });
}

/** Connections under way at once, over all flows of a generator. */
const AT_ONCE = 256;

/** @param onConnected told of each connection of the measured part: ns that it took */
export function createConnectPort(clock: Clock, mac: Mac | null, onConnected: (took: number) => void): Port {
  return new ConnectPort(clock, {
    atOnce: AT_ONCE,
    mac,
    onConnected: (took, header) => {
      if ((header[OFFSET_FLAGS]! & FLAG_WARMUP) === 0) onConnected(took);
    },
  });
}
