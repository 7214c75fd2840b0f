/**
 * Packets that this machine dropped in its own queues, silently. Where the kernel can be asked, the interface
 * (`tx_dropped`) and the queue before it tell. Elsewhere IP's `OutDiscards` stands for the queue, though it does not learn of
 * everything that happens there, and holds sends that only found their socket full (EAGAIN), too: what both count is told
 * once. They are counters of the whole machine, so only their difference over a run means something, and another program's
 * drops count too.
 */
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Kernel } from '../net/linux/kernel/kernel.ts';
import { queueDrops } from '../net/linux/kernel/queue-counters.ts';

interface Queues {
  /** Of each interface, by name. */
  readonly transmit: ReadonlyMap<string, number>;
  /** Before each interface, by its name; null where that is not told. */
  readonly queued?: ReadonlyMap<string, number> | null;
  /** Of both versions. */
  readonly ip: number;
}

/** The counters now, as this thread's network namespace has them; null where the system does not tell. */
export function readQueues(kernel?: Kernel): Queues | null {
  try {
    const transmit = transmitDrops(read('dev'));
    return {
      transmit,
      queued: kernel === undefined ? null : byName(kernel, [...transmit.keys()]),
      ip: counterIn(read('snmp'), 'Ip', 'OutDiscards') + counterV6(readV6(), 'Ip6OutDiscards'),
    };
  } catch {
    return null;
  }
}

function byName(kernel: Kernel, names: readonly string[]): Map<string, number> | null {
  const drops = queueDrops(kernel);
  return drops && new Map(names.map((name) => [name, drops.get(kernel.calls.interfaceIndex(name)) ?? 0]));
}

/** IPv6 counts for itself; empty on a machine that has none. */
function readV6(): string {
  try {
    return read('snmp6');
  } catch {
    return '';
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
  const more = (of: Queues['queued'], since: Queues['queued']): number =>
    [...(of ?? [])].reduce(
      (all, [own, count]) =>
        since == null || (name !== undefined && own !== name)
          ? all
          : all + Math.max(0, count - (since.get(own) ?? 0)),
      0,
    );
  const transmit = more(after.transmit, before.transmit);
  return before.queued != null && after.queued != null
    ? transmit + more(after.queued, before.queued)
    : Math.max(transmit, after.ip - before.ip, 0);
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

/** The same in the table of IPv6, which has a counter a line. */
export const counterV6 = (text: string, name: string): number =>
  Number(new RegExp(`^${name}\\s+(\\d+)$`, 'm').exec(text)?.[1] ?? 0);

/** Drops from a time on. */
export class QueueWatch {
  #before: Queues | null = null;
  /** Before the warm-up: when a timer comes, some of the measured part may have passed. */
  #first: Queues | null = null;
  #name: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Where it can be asked. */
  kernel: Kernel | undefined;

  /** Counts from here on. @param local address that is sent from; undefined: any interface counts */
  begin(local: string | undefined): void {
    this.#name = local === undefined ? undefined : interfaceOf(local);
    this.#before = readQueues(this.kernel);
  }

  /** @param delay ns */
  beginIn(delay: number, local: string | undefined): void {
    this.begin(local);
    this.#first = this.#before;
    if (delay > 0) this.#timer = setTimeout(() => this.begin(local), delay / 1e6);
  }

  get dropped(): number | null {
    return dropsBetween(this.#before, readQueues(this.kernel), this.#name);
  }

  /** Where the queues tell of themselves: since before the warm-up. What was refused is not among these. */
  get told(): { readonly queues?: { readonly inAll: number } } {
    const now = readQueues(this.kernel);
    if (this.#first?.queued == null || now?.queued == null) return {};
    return { queues: { inAll: dropsBetween(this.#first, now, this.#name)! } };
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
