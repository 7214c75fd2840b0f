/**
 * The emulated link, both directions, without I/O: the model, the exact counts and the fate log in one piece.
 * Whoever drives it (the lab's loop, or a test in virtual time) supplies bytes and times.
 */
import type { FateRecord, Impairment, LinkReport } from '../result/impairment.ts';
import { type Direction, SECOND, type Transport } from '../units.ts';
import { Accounts } from './account/accounts.ts';
import { fateRecord, type Repeats } from './account/fate-record.ts';
import type { Outcome } from './account/outcome.ts';
import { Awaited } from './awaited.ts';
import { LinkDirection } from './direction.ts';
import { InOrder } from './in-order.ts';
import { CLASS_TCP, Packet, readAddresses } from './packet/packet.ts';
import { TcpTracker } from './packet/tcp-tracker.ts';

const MOST_NAMED = 10_000;
/** Records wait for those before them, so that whoever reads them sees packets in order; no longer than this, though. */
const PATIENCE = SECOND;

/** What is kept beside a packet until its fate is certain. */
interface Entry {
  readonly index: number;
  readonly slot: number;
  readonly repeats: Repeats | undefined;
  readonly bytes: Uint8Array | undefined;
}

export interface LinkOptions {
  readonly impairment: Impairment;
  /** Each session has losses of its own; else the same probe of every session has the same fate. */
  readonly bySession: boolean;
  /** Asked before a record is made: records cost time, counts do not. */
  wants(packet: Packet, time: number): boolean;
  /**
   * In the order in which packets came; one whose fate is long in coming is told of when it is known.
   * @param bytes the packet as it came, where `capture` is set
   */
  record(record: FateRecord, bytes: Uint8Array | undefined): void;
  /**
   * The packet of a record was handed over: the copy that its `deliveredAt` means. Where the record was not told yet, it
   * says so itself.
   */
  written?(index: number, at: number): void;
  /** Keep a copy of each packet for its record. */
  readonly capture: boolean;
  /** See {@link Sink}: for whoever keeps bytes in slots. */
  copies?(slot: number, count: number): void;
  mark?(slot: number): void;
}

/** A record that is ready to be told, and the packet's bytes. */
type Told = readonly [FateRecord, Uint8Array | undefined];

export class Link {
  readonly accounts = new Accounts();
  readonly #options: LinkOptions;
  readonly #directions: Readonly<Record<Direction, LinkDirection<Entry>>>;
  readonly #trackers: Readonly<Record<Direction, TcpTracker>> = {
    up: new TcpTracker(),
    down: new TcpTracker(),
  };
  readonly #names = new Map<number, [string, string]>();
  readonly #starts: { transport: Transport; at: number }[] = [];
  /** Packets whose fate was told: used again. */
  readonly #packets: Packet[] = [];
  readonly #records: InOrder<Told>;
  readonly #awaited = new Awaited();
  /** When the measured part of a run began. */
  readonly #overruns: Record<Transport, number> = { tcp: 0, udp: 0 };
  #refused = 0;
  #index = 0;
  #now = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#records = new InOrder(([record, bytes]) => options.record(record, bytes));
    const { up, down, seed } = options.impairment;
    const make = (direction: Direction, own: Impairment['up'], repeats: boolean) =>
      new LinkDirection<Entry>(
        direction,
        own,
        seed,
        { bySession: options.bySession, repeats },
        {
          fated: (packet, outcome, entry) => this.#fated(direction, packet, outcome, entry),
          copies: (slot, count) => options.copies?.(slot, count),
          mark: (slot) => options.mark?.(slot),
        },
      );
    this.#directions = { up: make('up', up, false), down: make('down', down, up.duplicate > 0) };
  }

  direction(direction: Direction): LinkDirection<Entry> {
    return this.#directions[direction];
  }

  change(impairment: Impairment, now: number): void {
    this.#directions.up.change(impairment.up, now);
    this.#directions.down.change(impairment.down, now);
  }

  /** The measured part of a transport's run begins at `at`, which may lie ahead. */
  start(transport: Transport, at: number): void {
    this.#starts.push({ transport, at });
  }

  /** Packets that the link lost though nothing asked for it, of all that ever came. */
  get overrun(): number {
    return this.#directions.up.overrun + this.#directions.down.overrun + this.#refused;
  }

  /** One came out, and nobody took it. */
  refused(): void {
    this.#refused++;
  }

  /** Of the measured part of a transport's run, like its counts; where none was ever begun, of all. */
  overrunSince(transport: Transport): number {
    if (this.#starts.some((start) => start.transport === transport)) return 0;
    return this.overrun - this.#overruns[transport];
  }

  /** Counts of one transport since its start. @param token see {@link Accounts.report} */
  report(transport: Transport, token: string | null, now: number): Pick<LinkReport, 'up' | 'down'> {
    this.#settle(now);
    const counts = this.accounts.report(transport, token, this.#waiting());
    const side = (direction: Direction) => ({
      ...counts[direction],
      ...this.#directions[direction].meters.report(transport),
    });
    return { up: side('up'), down: side('down') };
  }

  /** Of one session, TCP too: how the queue was cannot be told for one among others. */
  reportSession(transport: Transport, token: string, now: number): Pick<LinkReport, 'up' | 'down'> {
    this.#settle(now);
    return this.accounts.reportSession(transport, token, this.#waiting());
  }

  /** Takes a packet whose bytes are in `slot`; the options' `copies` says how often it will come out. */
  enter(direction: Direction, view: DataView, at: number, bytes: number, slot: number, now: number): void {
    this.#now = now;
    if (this.#starts.length > 0) this.#begin(now);
    const packet = this.#packets.pop() ?? new Packet();
    packet.read(view, at, bytes);
    this.#name(view, at, packet);
    const index = this.#index++;
    let place = 0;
    let repeats: Repeats | undefined;
    if (packet.kind === CLASS_TCP && !packet.laterFragment) {
      const tracker = this.#trackers[direction];
      tracker.see(packet, index);
      place = tracker.place;
      if (tracker.retransmission) repeats = { retransmission: true, original: tracker.original };
    }
    const kept = this.#options.capture
      ? new Uint8Array(view.buffer, view.byteOffset + at, bytes).slice()
      : undefined;
    this.#directions[direction].enter(packet, slot, place, now, { index, slot, repeats, bytes: kept });
  }

  /** The slot that was due then is handed over at `at`. */
  written(slot: number, due: number, at: number): void {
    const record = this.#awaited.written(slot, due, at);
    if (record !== undefined) this.#options.written?.(record.index, at);
  }

  /** Moves what has left one direction's queue by `now`; a run that began before that begins first. */
  poll(direction: Direction, now: number): void {
    this.#now = now;
    if (this.#starts.length > 0) this.#begin(now);
    this.#directions[direction].poll(now);
  }

  /** Records that have waited too long for an earlier one are told. */
  tell(now: number): void {
    this.#records.flushAfter(PATIENCE, now);
  }

  /** What has left by `now` is counted, and runs that began are begun. */
  #settle(now: number): void {
    for (const direction of ['up', 'down'] as const) this.poll(direction, now);
    this.#records.flush();
  }

  #waiting(): Readonly<Record<Direction, readonly Packet[]>> {
    return { up: this.#directions.up.waiting(), down: this.#directions.down.waiting() };
  }

  #begin(now: number): void {
    for (const start of this.#starts.filter(({ at }) => at <= now)) {
      const { transport, at } = start;
      this.#starts.splice(this.#starts.indexOf(start), 1);
      for (const direction of [this.#directions.up, this.#directions.down]) {
        direction.poll(at);
        direction.meters.begin(transport, at);
      }
      this.accounts.restart(transport, at);
      this.#overruns[transport] = this.overrun;
      if (transport !== 'tcp') continue;
      this.#trackers.up.restart();
      this.#trackers.down.restart();
    }
  }

  #name(view: DataView, at: number, packet: Packet): void {
    let names = packet.key === 0 ? undefined : this.#names.get(packet.key);
    if (names === undefined) {
      names = readAddresses(view, at, packet);
      if (this.#names.size >= MOST_NAMED) this.#names.clear();
      if (packet.key !== 0) this.#names.set(packet.key, names);
    }
    packet.source = names[0];
    packet.destination = names[1];
  }

  #fated(direction: Direction, packet: Packet, outcome: Outcome, entry: Entry): void {
    const { index, slot, repeats, bytes } = entry;
    this.accounts.add(direction, packet, outcome, repeats !== undefined);
    const wanted = this.#options.wants(packet, outcome.time);
    const record = wanted ? fateRecord(index, direction, packet, outcome, repeats) : undefined;
    this.#awaited.put(slot, record);
    this.#records.settle(index, record === undefined ? undefined : [record, bytes], this.#now);
    this.#packets.push(packet);
  }
}
