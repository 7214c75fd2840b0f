/** Exact counts of what the link did, per direction: of each session's UDP probes, of TCP, and of everything else. */
import type { LinkReport } from '../../result/impairment.ts';
import type { Direction, Transport } from '../../units.ts';
import { tokenToHex } from '../../wire/header.ts';
import { Fragments } from '../packet/fragments.ts';
import { CLASS_TCP, CLASS_UDP, type Packet } from '../packet/packet.ts';
import { TcpSessions } from '../packet/tcp-sessions.ts';
import type { Account, Counts } from './counts.ts';
import type { Outcome } from './outcome.ts';

function count(counts: Counts, packet: Packet, outcome: Outcome, retransmission: boolean): void {
  counts.packets++;
  counts.bytes += packet.bytes;
  if (outcome.marked) counts.marked++;
  if (outcome.queueDrop === 'aqm') counts.aqmDropped++;
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
  aqmDropped: 0,
  marked: 0,
  waiting: 0,
});
const tcpCounts = (): Counts => ({ ...noCounts(), retransmitted: 0 });
const account = (make: () => Counts): Account => ({ up: make(), down: make() });

type Waiting = Readonly<Record<Direction, readonly Packet[]>>;
const NOBODY: Waiting = { up: [], down: [] };

/** `packets = delivered + dropped + corrupted + waiting`: what became of the best copy of each. */
export class Accounts {
  /** UDP probes of the measured part by session, `high × 2³² + low` in text. */
  readonly #sessions = new Map<string, Account>();
  #last: { high: number; low: number; account: Account } | undefined;
  #udp = account(noCounts);
  #tcp = account(tcpCounts);
  #other = account(noCounts);
  readonly #connections = new TcpSessions(() => account(tcpCounts));
  /** The counts in which a datagram stands whose first fragment was delivered. */
  readonly #begun: Readonly<Record<Direction, Fragments<Counts | null>>> = {
    up: new Fragments(),
    down: new Fragments(),
  };
  /** Datagrams that lost a later fragment while their first one still waited. */
  readonly #incomplete: Readonly<Record<Direction, Fragments<true>>> = {
    up: new Fragments(),
    down: new Fragments(),
  };
  readonly #starts: Record<'tcp' | 'udp' | 'other', number> = { tcp: 0, udp: 0, other: 0 };

  /** The measured part of a run begins at `at`: counts that no session tells apart begin anew. */
  restart(transport: Transport, at: number): void {
    if (transport === 'tcp') this.#tcp = account(tcpCounts);
    else this.#udp = account(noCounts);
    this.#other = account(noCounts);
    this.#starts[transport] = at;
    this.#starts.other = at;
  }

  add(direction: Direction, packet: Packet, outcome: Outcome, retransmission: boolean): void {
    // One that came before the measured part and left the queue in it belongs to what was before.
    const counts = this.#accountOf(packet, outcome.time)?.[direction];
    if (counts !== undefined) count(counts, packet, outcome, retransmission);
    if (packet.fragment) this.#follow(direction, packet, outcome, counts ?? null);
    if (packet.kind === CLASS_TCP)
      count(this.#connections.accountOf(direction, packet)[direction], packet, outcome, retransmission);
  }

  /** A probe in fragments arrives when all of them do: the queue may have no room for a later one. */
  #follow(direction: Direction, packet: Packet, { fate }: Outcome, counts: Counts | null): void {
    const [begun, incomplete] = [this.#begun[direction], this.#incomplete[direction]];
    if (!packet.laterFragment) {
      const arrives = fate === 'delivered' && packet.probe ? counts : null;
      begun.remember(packet, arrives);
      if (incomplete.find(packet) !== true) return;
      incomplete.forget(packet);
      this.#loses(begun, packet, arrives);
      return;
    }
    if (fate !== 'queueDropped') return;
    const first = begun.find(packet);
    if (first === undefined) incomplete.remember(packet, true);
    else this.#loses(begun, packet, first);
  }

  #loses(begun: Fragments<Counts | null>, packet: Packet, first: Counts | null): void {
    if (first === null) return;
    first.delivered--;
    first.dropped++;
    first.queueDropped++;
    begun.remember(packet, null);
  }

  /**
   * Counts of one transport; the other's are zero.
   * @param token null: UDP of every session, other datagrams included
   * @param waiting packets in the queues, whose fate is open
   */
  report(
    transport: Transport,
    token: string | null,
    waiting: Waiting = NOBODY,
  ): Pick<LinkReport, 'up' | 'down'> {
    const side = (direction: Direction) => ({
      udp: transport === 'udp' ? this.#udpCounts(direction, token, waiting) : noCounts(),
      tcp:
        transport === 'tcp'
          ? withWaiting(this.#tcp[direction], waiting[direction].filter(isTcp))
          : tcpCounts(),
      other: { ...this.#other[direction] },
    });
    return { up: side('up'), down: side('down') };
  }

  /** Of one session by its token, whatever others there are; its warm-up is in the counts of TCP. */
  reportSession(
    transport: Transport,
    token: string,
    waiting: Waiting = NOBODY,
  ): Pick<LinkReport, 'up' | 'down'> {
    const side = (direction: Direction) => ({
      udp: transport === 'udp' ? this.#udpCounts(direction, token, waiting) : noCounts(),
      tcp: {
        ...((transport === 'tcp' ? this.#connections.session(token)?.[direction] : undefined) ?? tcpCounts()),
      },
      other: noCounts(),
    });
    return { up: side('up'), down: side('down') };
  }

  #udpCounts(direction: Direction, token: string | null, waiting: Waiting): Counts {
    const open = waiting[direction].filter(
      (packet) => isMeasured(packet) && (token === null || (packet.probe && tokenOf(packet) === token)),
    );
    if (token !== null) return withWaiting(this.#sessions.get(token)?.[direction] ?? noCounts(), open);
    const sum = { ...this.#udp[direction] };
    for (const session of this.#sessions.values()) {
      const counts = session[direction];
      for (const name of Object.keys(noCounts()) as (keyof Counts)[])
        sum[name] = (sum[name] ?? 0) + (counts[name] ?? 0);
    }
    return withWaiting(sum, open);
  }

  /** undefined: it came before the measured part. */
  #accountOf(packet: Packet, time: number): Account | undefined {
    if (packet.kind === CLASS_TCP) return time < this.#starts.tcp ? undefined : this.#tcp;
    if (packet.kind !== CLASS_UDP || packet.handshake || (packet.probe && packet.warmup))
      return time < this.#starts.other ? undefined : this.#other;
    if (packet.probe) return this.#session(packet.tokenHigh, packet.tokenLow);
    return time < this.#starts.udp ? undefined : this.#udp;
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

const isTcp = ({ kind }: Packet): boolean => kind === CLASS_TCP;
const isMeasured = ({ kind, handshake, warmup }: Packet): boolean =>
  kind === CLASS_UDP && !handshake && !warmup;
const tokenOf = ({ tokenHigh: high, tokenLow: low }: Packet): string => tokenToHex({ high, low });

function withWaiting(counts: Counts, open: readonly Packet[]): Counts {
  const bytes = open.reduce((sum, packet) => sum + packet.bytes, 0);
  return {
    ...counts,
    packets: counts.packets + open.length,
    bytes: counts.bytes + bytes,
    waiting: open.length,
  };
}
