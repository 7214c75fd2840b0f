/**
 * Datagrams that Linux dropped at a socket's full receive buffer: the last column of /proc/net/udp and udp6.
 * One reading of the tables serves all flows that ask in the same turn of the event loop.
 */
import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import type { Address } from '../port.ts';

/** The kernel prints each 32-bit word of an address in the machine's own order; Node runs on little-endian machines. */
function words(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4)
    for (let i = 3; i >= 0; i--) text += bytes[at + i]!.toString(16).padStart(2, '0');
  return text.toUpperCase();
}

function bytesOf(address: string): number[] {
  if (!isIPv6(address)) return address.split('.').map(Number);
  const text = (address.split('%')[0] ?? '').replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((n) => n.toString(16)).join(':'),
  );
  const [front = '', back] = text.split('::');
  const head = front === '' ? [] : front.split(':');
  const tail = back === undefined || back === '' ? [] : back.split(':');
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

/** The two address columns of a socket, as the kernel prints them. */
export function socketKey(local: Address, remote: Address): string {
  const end = ({ address, port }: Address) =>
    `${words(bytesOf(address))}:${port.toString(16).padStart(4, '0').toUpperCase()}`;
  return `${end(local)} ${end(remote)}`;
}

/** Drops by socket key, from the text of such a table. */
export function parseDrops(table: string, into: Map<string, number>): void {
  for (const line of table.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    if (columns.length >= 13) into.set(`${columns[1]} ${columns[2]}`, Number(columns[columns.length - 1]));
  }
}

function readTable(name: string): string | undefined {
  // The thread's own view: in the lab, threads of one process may see different network namespaces.
  for (const owner of ['thread-self', 'self']) {
    try {
      return readFileSync(`/proc/${owner}/net/${name}`, 'latin1');
    } catch {}
  }
  return undefined;
}

let current: ReadonlyMap<string, number> | undefined;

function readAll(): ReadonlyMap<string, number> {
  if (current !== undefined) return current;
  const drops = new Map<string, number>();
  for (const name of ['udp', 'udp6']) parseDrops(readTable(name) ?? '', drops);
  current = drops;
  setImmediate(() => {
    current = undefined;
  });
  return drops;
}

/** Whether this system tells. */
export const dropsAreTold = (): boolean => readTable('udp') !== undefined;

/** null where the system does not tell, or no longer knows the socket. */
export function readDrops(key: string): number | null {
  return readAll().get(key) ?? null;
}
