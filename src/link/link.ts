/**
 * The emulated link, both directions, without I/O: the model, the exact counts and the fate log in one piece.
 * Whoever drives it (the lab's loop, or a test in virtual time) supplies bytes and times.
 */
import type { FateRecord, Impairment, LinkReport } from '../result/impairment.ts';
import type { Direction, Transport } from '../units.ts';
import { Accounts } from './accounts.ts';
import { LinkDirection } from './direction.ts';
import { fateRecord, type Repeats } from './fate-record.ts';
import type { Outcome } from './outcome.ts';
import { CLASS_TCP, Packet, readAddresses } from './packet.ts';
import { TcpTracker } from './tcp-tracker.ts';

const MOST_NAMED = 10_000;

/** What is kept beside a packet until its fate is certain. */
interface Entry {
  readonly index: number;
  readonly repeats: Repeats | undefined;
  readonly bytes: Uint8Array | undefined;
}

export interface LinkOptions {
  readonly impairment: Impairment;
  /** Each session has losses of its own; else the same probe of every session has the same fate. */
  readonly bySession: boolean;
  /** Asked before a record is made: records cost time, counts do not. */
  wants(packet: Packet, time: number): boolean;
  /** @param bytes the packet as it came, where `capture` is set */
  record(record: FateRecord, bytes: Uint8Array | undefined): void;
  /** Keep a copy of each packet for its record. */
  readonly capture: boolean;
}

export class Link {
  readonly accounts = new Accounts();
  readonly #packet = new Packet();
  readonly #options: LinkOptions;
  readonly #directions: Readonly<Record<Direction, LinkDirection<Entry>>>;
  readonly #trackers: Readonly<Record<Direction, TcpTracker>> = {
    up: new TcpTracker(),
    down: new TcpTracker(),
  };
  readonly #names = new Map<number, [string, string]>();
  readonly #starts: { transport: Transport; at: number }[] = [];
  #index = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
    const { up, down, seed } = options.impairment;
    const make = (direction: Direction, own: Impairment['up'], repeats: boolean) =>
      new LinkDirection<Entry>(direction, own, seed, options.bySession, repeats, (packet, outcome, entry) =>
        this.#fated(direction, packet, outcome, entry),
      );
    this.#directions = { up: make('up', up, false), down: make('down', down, up.duplicate > 0) };
  }

  direction(direction: Direction): LinkDirection<Entry> {
    return this.#directions[direction];
  }

  change(impairment: Impairment): void {
    this.#directions.up.change(impairment.up);
    this.#directions.down.change(impairment.down);
  }

  /** The measured part of a transport's run begins at `at`, which may lie ahead. */
  start(transport: Transport, at: number): void {
    this.#starts.push({ transport, at });
  }

  get overrun(): number {
    return this.#directions.up.overrun + this.#directions.down.overrun;
  }

  report(transport: Transport, token: string | null): Pick<LinkReport, 'up' | 'down'> {
    return this.accounts.report(transport, token);
  }

  /** Of one session, TCP too. */
  reportSession(transport: Transport, token: string): Pick<LinkReport, 'up' | 'down'> {
    return this.accounts.reportSession(transport, token);
  }

  /** @returns how many times `slot` will come out. */
  enter(direction: Direction, view: DataView, at: number, bytes: number, slot: number, now: number): number {
    if (this.#starts.length > 0) this.#begin(now);
    const packet = this.#packet;
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
    return this.#directions[direction].enter(packet, slot, place, now, { index, repeats, bytes: kept });
  }

  #begin(now: number): void {
    for (const start of this.#starts.filter(({ at }) => at <= now)) {
      this.#starts.splice(this.#starts.indexOf(start), 1);
      this.accounts.restart(start.transport);
      if (start.transport !== 'tcp') continue;
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
    const { index, repeats, bytes } = entry;
    this.accounts.add(direction, packet, outcome, repeats !== undefined);
    if (this.#options.wants(packet, outcome.time))
      this.#options.record(fateRecord(index, direction, packet, outcome, repeats), bytes);
  }
}
