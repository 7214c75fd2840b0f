/**
 * Several UDP sockets on one port, and nobody else's among them. A server has a socket for each flow on the port that it
 * listens on; with SO_REUSEADDR, which is what Node calls sharing on Linux, *any* user of the machine could bind it too,
 * and the newest socket gets the datagrams.
 *
 * So the listening socket is bound alone (nobody's socket may be there, nobody's may come), and only then given
 * SO_REUSEPORT, which lets sockets of the same user in and nobody else's (Linux 3.9). Each flow is bound with it. Two
 * things set it: Node itself (from 22.12 on) or a system call. Where there is neither, SO_REUSEADDR it is: which on BSD and
 * macOS means the same user, and elsewhere anybody.
 */
import { createSocket, type Socket, type SocketOptions } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Kernel } from '../linux/kernel/kernel.ts';
import type { Address } from '../port.ts';
import { handleOf } from './handle.ts';

/** Who else can bind a port that is shared. */
export type Sharers = 'same-user' | 'anyone';

export interface PortSharing {
  readonly sharers: Sharers;
  /** A socket that is to share its port; not bound yet. */
  create(options: Omit<SocketOptions, 'reuseAddr'>): Socket;
  /** The first on its port. Rejects where anybody is there already. */
  bindFirst(socket: Socket, local: Address): Promise<void>;
  /** One more on the port of the first. */
  bindNext(socket: Socket, local: Address): Promise<void>;
}

export const familyOf = (address: string): 'udp4' | 'udp6' =>
  isIPv6(address.split('%')[0]!) ? 'udp6' : 'udp4';

/** Binds a socket where nobody else may be, or anywhere; `exclusive` is about Node's clusters. */
export function bind(socket: Socket, local?: Address): Promise<void> {
  const { address, port = 0 } = local ?? {};
  return settled(socket, (done) => socket.bind({ address, port, exclusive: true }, done));
}

function settled(socket: Socket, start: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    start(() => {
      socket.off('error', reject);
      resolve();
    });
  });
}

/** By an option of createSocket, which has to be set when the first one is bound, too. */
class OptionSharing implements PortSharing {
  readonly sharers: Sharers;
  readonly #option: object;

  constructor(sharers: Sharers, option: { reusePort: true } | { reuseAddr: true }) {
    this.sharers = sharers;
    this.#option = option;
  }

  create(options: SocketOptions): Socket {
    return createSocket({ ...options, ...this.#option });
  }

  async bindFirst(socket: Socket, local: Address): Promise<void> {
    // With the option, a port in use could go unnoticed.
    const type = familyOf(local.address);
    const alone = createSocket({ type, ipv6Only: type === 'udp6' });
    try {
      await bind(alone, local);
    } finally {
      await new Promise<void>((resolve) => alone.close(resolve));
    }
    await bind(socket, local);
  }

  bindNext(socket: Socket, local: Address): Promise<void> {
    return bind(socket, local);
  }
}

/** By system calls, for what Node does not offer. */
class KernelSharing implements PortSharing {
  readonly sharers = 'same-user';
  readonly #kernel: Kernel;
  readonly #calls: typeof import('../linux/datagram/shared-port.ts');

  constructor(kernel: Kernel, calls: typeof import('../linux/datagram/shared-port.ts')) {
    this.#kernel = kernel;
    this.#calls = calls;
  }

  create(options: SocketOptions): Socket {
    return createSocket(options);
  }

  async bindFirst(socket: Socket, local: Address): Promise<void> {
    await bind(socket, local);
    const fd = handleOf<{ fd: number }>(socket)?.fd;
    // Without it flows could not be opened, which would be noticed; nobody else can be either.
    if (fd !== undefined) this.#calls.letOwnIn(this.#kernel, fd);
  }

  async bindNext(socket: Socket, local: Address): Promise<void> {
    const fd = this.#calls.boundBeside(this.#kernel, local);
    await settled(socket, (done) => {
      socket.once('listening', done);
      socket.bind({ fd, exclusive: true });
      this.#calls.keepOthersOut(this.#kernel, fd);
    });
  }
}

/** Node 22.12 and 23.1 brought `reusePort`; before, it is ignored without a word. */
export function hasReusePort(node: string = process.versions.node): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12);
}

const BSD: ReadonlySet<string> = new Set(['darwin', 'freebsd', 'openbsd', 'netbsd', 'dragonfly']);

/** The best way that there is here. @param platform, node as `process` has them */
export async function portSharing(
  platform: string = process.platform,
  node: string = process.versions.node,
): Promise<PortSharing> {
  if (platform === 'linux') {
    if (hasReusePort(node)) return new OptionSharing('same-user', { reusePort: true });
    const { isKernel, openKernel } = await import('../linux/kernel/kernel.ts');
    const kernel = await openKernel();
    if (isKernel(kernel)) return new KernelSharing(kernel, await import('../linux/datagram/shared-port.ts'));
  }
  return new OptionSharing(BSD.has(platform) ? 'same-user' : 'anyone', { reuseAddr: true });
}
