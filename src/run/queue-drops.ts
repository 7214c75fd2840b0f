/**
 * Packets that this machine dropped in its own queues, silently. One packet may be counted by the interface (`tx_dropped`),
 * by IP (`OutDiscards`) and by UDP (`SndbufErrors`): the largest of the three counts is told, never their sum. They are
 * counters of the whole machine, so only their difference over a run means something, and another program's drops count too.
 */
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

interface Queues {
  /** Of each interface, by name. */
  readonly transmit: ReadonlyMap<string, number>;
  readonly ip: number;
  readonly udp: number;
}

/** The counters now, as this thread's network namespace has them; null where the system does not tell. */
export function readQueues(): Queues | null {
  try {
    const snmp = read('snmp');
    return {
      transmit: transmitDrops(read('dev')),
      ip: counterIn(snmp, 'Ip', 'OutDiscards'),
      udp: counterIn(snmp, 'Udp', 'SndbufErrors'),
    };
  } catch {
    return null;
  }
}

function read(name: string): string {
  try {
    return readFileSync(`/proc/thread-self/net/${name}`, 'utf8');
  } catch {
    return readFileSync(`/proc/net/${name}`, 'utf8');
  }
}

/** @param name of the interface that was sent by; undefined: any */
export function dropsBetween(before: Queues | null, after: Queues | null, name?: string): number | null {
  if (before === null || after === null) return null;
  let transmit = 0;
  for (const [own, count] of after.transmit)
    if (name === undefined || own === name) transmit += Math.max(0, count - (before.transmit.get(own) ?? 0));
  return Math.max(transmit, after.ip - before.ip, after.udp - before.udp, 0);
}

/** The interface that has this address; undefined where none is known to have it. */
export function interfaceOf(address: string): string | undefined {
  const wanted = address.split('%')[0]!.toLowerCase();
  return Object.entries(networkInterfaces()).find(([, addresses]) =>
    addresses?.some((one) => one.address.toLowerCase() === wanted),
  )?.[0];
}

/** Column 12 of each interface's line: packets dropped on transmit. */
export function transmitDrops(text: string): Map<string, number> {
  const drops = new Map<string, number>();
  for (const line of text.split('\n')) {
    const found = /^\s*([^:\s]+):\s*(.*)$/.exec(line);
    if (found !== null) drops.set(found[1]!, Number(found[2]!.trim().split(/\s+/)[11] ?? 0));
  }
  return drops;
}

/** 0 where the table does not have it. */
export function counterIn(text: string, table: string, name: string): number {
  const [names, values] = text
    .split('\n')
    .filter((line) => line.startsWith(`${table}:`))
    .map((line) => line.split(' '));
  const at = names?.indexOf(name) ?? -1;
  return at < 1 ? 0 : Number(values?.[at] ?? 0);
}

/** Drops from a time on. */
export class QueueWatch {
  #before: Queues | null = null;
  #name: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Counts from here on. @param local address that is sent from; undefined: any interface counts */
  begin(local: string | undefined): void {
    this.#name = local === undefined ? undefined : interfaceOf(local);
    this.#before = readQueues();
  }

  /** @param delay ns */
  beginIn(delay: number, local: string | undefined): void {
    this.begin(local);
    if (delay > 0) this.#timer = setTimeout(() => this.begin(local), delay / 1e6);
  }

  get dropped(): number | null {
    return dropsBetween(this.#before, readQueues(), this.#name);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
