/** Exact counts of what the link did, per direction: of each session's UDP probes, of TCP, and of everything else. */
import type { LinkReport } from '../result/impairment.ts';
import type { Direction, Transport } from '../units.ts';
import { tokenToHex } from '../wire/header.ts';
import type { Account, Counts } from './counts.ts';
import { Fragments } from './fragments.ts';
import type { Outcome } from './outcome.ts';
import { CLASS_TCP, CLASS_UDP, type Packet } from './packet.ts';
import { TcpSessions } from './tcp-sessions.ts';

function count(counts: Counts, packet: Packet, outcome: Outcome, retransmission: boolean): void {
  counts.packets++;
  counts.bytes += packet.bytes;
  if (outcome.fate === 'delivered') counts.delivered++;
  else if (outcome.fate === 'corrupted') counts.corrupted++;
  else counts.dropped++;
  if (outcome.fate === 'queueDropped') counts.queueDropped++;
  counts.duplicated += outcome.duplicates;
  if (outcome.reordered) counts.reordered++;
  if (retransmission) counts.retransmitted = (counts.retransmitted ?? 0) + 1;
}

const MOST_SESSIONS = 256;

export const noCounts = (): Counts => ({
  packets: 0,
  bytes: 0,
  delivered: 0,
  dropped: 0,
  queueDropped: 0,
  duplicated: 0,
  reordered: 0,
  corrupted: 0,
});
const tcpCounts = (): Counts => ({ ...noCounts(), retransmitted: 0 });
const account = (make: () => Counts): Account => ({ up: make(), down: make() });

/** `packets = delivered + dropped + corrupted`: what became of the best copy of each. */
export class Accounts {
  /** UDP probes of the measured part by session, `high × 2³² + low` in text. */
  readonly #sessions = new Map<string, Account>();
  #last: { high: number; low: number; account: Account } | undefined;
  #udp = account(noCounts);
  #tcp = account(tcpCounts);
  #other = account(noCounts);
  readonly #connections = new TcpSessions(() => account(tcpCounts));
  /** The counts in which a datagram stands whose first fragment was delivered. */
  readonly #begun: Readonly<Record<Direction, Fragments<Counts>>> = {
    up: new Fragments(),
    down: new Fragments(),
  };

  /** The measured part of a run begins: counts that no session tells apart begin anew. */
  restart(transport: Transport): void {
    if (transport === 'tcp') this.#tcp = account(tcpCounts);
    else this.#udp = account(noCounts);
    this.#other = account(noCounts);
  }

  add(direction: Direction, packet: Packet, outcome: Outcome, retransmission: boolean): void {
    const counts = this.#accountOf(packet)[direction];
    count(counts, packet, outcome, retransmission);
    if (packet.fragment) this.#follow(this.#begun[direction], packet, outcome, counts);
    if (packet.kind === CLASS_TCP)
      count(this.#connections.accountOf(direction, packet)[direction], packet, outcome, retransmission);
  }

  /** A probe in fragments arrives when all of them do: the queue may have no room for a later one. */
  #follow(begun: Fragments<Counts>, packet: Packet, { fate }: Outcome, counts: Counts): void {
    if (!packet.laterFragment) {
      if (fate === 'delivered' && packet.probe) begun.remember(packet, counts);
      return;
    }
    const first = fate === 'queueDropped' ? begun.find(packet) : undefined;
    if (first === undefined) return;
    first.delivered--;
    first.dropped++;
    first.queueDropped++;
    begun.forget(packet);
  }

  /** Counts of one transport; the other's are zero. @param token null: UDP of every session, other datagrams included */
  report(transport: Transport, token: string | null): Pick<LinkReport, 'up' | 'down'> {
    const side = (direction: Direction) => ({
      udp: transport === 'udp' ? this.#udpCounts(direction, token) : noCounts(),
      tcp: transport === 'tcp' ? { ...this.#tcp[direction] } : tcpCounts(),
      other: { ...this.#other[direction] },
    });
    return { up: side('up'), down: side('down') };
  }

  /** Of one session by its token, whatever others there are; its warm-up is in the counts of TCP. */
  reportSession(transport: Transport, token: string): Pick<LinkReport, 'up' | 'down'> {
    const side = (direction: Direction) => ({
      udp: transport === 'udp' ? this.#udpCounts(direction, token) : noCounts(),
      tcp: {
        ...((transport === 'tcp' ? this.#connections.session(token)?.[direction] : undefined) ?? tcpCounts()),
      },
      other: noCounts(),
    });
    return { up: side('up'), down: side('down') };
  }

  #udpCounts(direction: Direction, token: string | null): Counts {
    if (token !== null) return { ...(this.#sessions.get(token)?.[direction] ?? noCounts()) };
    const sum = { ...this.#udp[direction] };
    for (const session of this.#sessions.values()) {
      const counts = session[direction];
      for (const name of Object.keys(noCounts()) as (keyof Counts)[])
        sum[name] = (sum[name] ?? 0) + (counts[name] ?? 0);
    }
    return sum;
  }

  #accountOf(packet: Packet): Account {
    if (packet.kind === CLASS_TCP) return this.#tcp;
    if (packet.kind !== CLASS_UDP || packet.handshake || (packet.probe && packet.warmup)) return this.#other;
    return packet.probe ? this.#session(packet.tokenHigh, packet.tokenLow) : this.#udp;
  }

  #session(high: number, low: number): Account {
    const last = this.#last;
    if (last !== undefined && last.high === high && last.low === low) return last.account;
    const token = tokenToHex({ high, low });
    let found = this.#sessions.get(token);
    if (found === undefined) {
      if (this.#sessions.size >= MOST_SESSIONS) this.#sessions.delete(this.#sessions.keys().next().value!);
      found = account(noCounts);
      this.#sessions.set(token, found);
    }
    this.#last = { high, low, account: found };
    return found;
  }
}
