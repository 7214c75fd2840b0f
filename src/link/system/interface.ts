/** Addresses and queues of the link's two ends, with iproute2's `ip`, in the network namespace of the calling thread. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { SockbenchError } from '../../errors.ts';

/** The name of the interface at both ends. */
export const INTERFACE = 'link0';
/** Packets: a TUN queue of the usual 500 drops by itself under load. */
const QUEUE = 10_000;
export const LINK_MTU = 1500;

export interface End {
  readonly address4: string;
  readonly address6: string;
}
export const SERVER_END: End = { address4: '10.77.0.1', address6: 'fd77::1' };
export const CLIENT_END: End = { address4: '10.77.0.2', address6: 'fd77::2' };

/** @throws SockbenchError `lab-failed` */
export function configureInterface(end: End): void {
  batch([
    'link set lo up',
    `link set ${INTERFACE} mtu ${LINK_MTU} txqueuelen ${QUEUE}`,
    // No address of its own choice: nothing but what the experiment sends crosses the link.
    `link set ${INTERFACE} addrgenmode none`,
    `addr add ${end.address4}/24 dev ${INTERFACE}`,
    `link set ${INTERFACE} up`,
  ]);
  try {
    batch([`addr add ${end.address6}/64 dev ${INTERFACE} nodad`]);
  } catch {
    // A kernel without IPv6: the link has IPv4 alone.
  }
}

function batch(lines: readonly string[]): void {
  const { status, stderr, error } = spawnSync('ip', ['-batch', '-'], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
  });
  if (status === 0) return;
  const reason = (error?.message ?? stderr).trim().split('\n')[0] ?? '';
  throw new SockbenchError('lab-failed', 'configure', { reason: `ip: ${reason}` }, error);
}

/**
 * The interface's own drops (its queue was full), read through a file that stays in the namespace it was opened in.
 */
export class DropCounter {
  readonly #fd = openSync('/proc/thread-self/net/dev', 'r');

  /** @returns null where it cannot be read */
  read(): number | null {
    const buffer = Buffer.alloc(4096);
    const text = buffer.toString('latin1', 0, readSync(this.#fd, buffer, 0, buffer.length, 0));
    const line = text.split('\n').find((candidate) => candidate.trim().startsWith(`${INTERFACE}:`));
    // Receive: bytes packets errs drop fifo frame compressed multicast; transmit: bytes packets errs drop …
    const fields = line?.split(':')[1]?.trim().split(/\s+/);
    return fields === undefined ? null : Number(fields[11]);
  }

  close(): void {
    closeSync(this.#fd);
  }
}
