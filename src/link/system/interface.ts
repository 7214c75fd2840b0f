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

/** What TCP does over the link, whoever's it is. */
export interface LinkTcp {
  /** Congestion control by its kernel's name; null: whatever the system has. */
  readonly congestionControl: string | null;
  /** The ends ask for ECN (RFC 3168), by their routes. */
  readonly ecn: boolean;
}

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

/**
 * By the routes, because that holds for every program and works for an ordinary user; the system's own settings are
 * either the whole machine's or closed to him. A route's congestion control replaces what a program chose before it
 * connected.
 * @throws SockbenchError `no-congestion-control`
 */
export function configureTcp(end: End, { congestionControl, ecn }: LinkTcp): void {
  const more = [
    ...(congestionControl === null ? [] : [`congctl ${congestionControl}`]),
    ...(ecn ? ['features ecn'] : []),
  ].join(' ');
  if (more === '') return;
  const network4 = end.address4.replace(/\.\d+$/, '.0/24');
  const network6 = end.address6.replace(/::.*$/, '::/64');
  try {
    batch([`route replace ${network4} dev ${INTERFACE} proto kernel scope link src ${end.address4} ${more}`]);
  } catch (cause) {
    throw new SockbenchError('no-congestion-control', 'configure', { name: congestionControl ?? '' }, cause);
  }
  try {
    batch([`route replace ${network6} dev ${INTERFACE} proto kernel metric 256 ${more}`]);
  } catch {
    // A kernel without IPv6.
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
