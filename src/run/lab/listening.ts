/** Who listens in the network namespace of the calling thread: TCP sockets that listen, and UDP sockets that are bound. */
import { readFileSync } from 'node:fs';

/** Of /proc/net/tcp and its like: listening (TCP), bound and not connected (UDP). */
const LISTENING: ReadonlySet<string> = new Set(['0A', '07']);
const LOOPBACK6 = '00000000000000000000000001000000';

export interface Listener {
  /** 127.0.0.0/8 or ::1: nobody on a link reaches it. */
  readonly loopback: boolean;
  readonly port: number;
}

export function listenersHere(): Listener[] {
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((name) => {
    try {
      return listenersIn(readFileSync(`/proc/thread-self/net/${name}`, 'latin1'));
    } catch {
      return [];
    }
  });
}

/** @param table as the kernel writes it: slot, local, remote, state … behind a line of names */
export function listenersIn(table: string): Listener[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, , state] = line.trim().split(/\s+/);
      if (local === undefined || !LISTENING.has(state ?? '')) return [];
      const [address = '', port = ''] = local.split(':');
      // Each word of an address has its bytes backwards.
      const loopback = address.length === 8 ? address.endsWith('7F') : address === LOOPBACK6;
      return [{ loopback, port: Number.parseInt(port, 16) }];
    });
}
