/** One agent as its coordinator knows it. */
import type { Transport } from '../../units.ts';
import { type Bound, ClockBound } from '../protocol/clock-bound.ts';
import type { Granted, Order, Piece, Report, Task } from '../protocol/messages.ts';
import { Incoming } from '../protocol/pieces.ts';
import { LOST_AFTER } from '../times.ts';

/** Of a part, at most: a megabyte in 128 Ki pieces is already a run of hours. */
const MOST_PIECES = 256;
/** Of all agents together. */
const MOST_PIECES_OF_ALL = 8192;

export class Member {
  readonly id: string;
  /** The newest. */
  report: Report;
  readonly clock = new ClockBound();
  #incoming: Incoming;
  readonly #parts: number;
  #heardAt: number;
  #task: Task | undefined;
  /** Its run is orders to this ticket; a new one says that it has been released, or begun anew. */
  #ticket: string | undefined;
  #n = 0;
  /** Its connection has told that it is gone: nothing more will come. */
  gone = false;
  /** It knows nothing of the run any more. */
  left = false;
  /** Of the run that it is chosen for. */
  agents = 1;
  /** Something new came that is to be acknowledged. */
  pending = false;
  /** When it began, ns after the common instant, and how its clock stood then; of the first group. */
  began: { readonly after: Bound; readonly clock: Bound } | null = null;
  /** What it was granted, of every transport that came so far. */
  readonly granted = new Map<Transport, Granted>();

  /** @param parts that it will hand over, at most */
  constructor(id: string, report: Report, parts: number, now: number) {
    this.id = id;
    this.report = report;
    this.#parts = parts;
    this.#incoming = new Incoming(parts, MOST_PIECES);
    this.#heardAt = now;
  }

  get name(): string {
    return this.report.name;
  }

  /** Chosen for the run, as one of so many. */
  assign(task: Task, agents: number): void {
    this.agents = agents;
    this.#incoming = new Incoming(
      this.#parts,
      Math.min(MOST_PIECES, Math.floor(MOST_PIECES_OF_ALL / agents)),
    );
    this.#task = task;
    this.#ticket = this.report.ticket;
  }

  get task(): Task | undefined {
    return this.#task;
  }

  /** @param beginAt the common instant, by our clock */
  hear(report: Report, now: number, beginAt: number): void {
    this.#heardAt = now;
    // What it says of its next run is none of this one's.
    if (this.#ticket !== undefined && report.ticket !== this.#ticket) {
      this.left = true;
      return;
    }
    this.report = report;
    const { heard, at, begun, ready } = report;
    if (heard !== null) this.clock.exchange(heard.at, heard.came, at, now);
    for (const granted of ready?.granted ?? []) this.granted.set(granted.transport, granted);
    if (begun !== null && this.began === null) this.#beganAt(begun, beginAt);
  }

  #beganAt(begun: number, beginAt: number): void {
    const clock = this.clock.at(beginAt);
    if (clock === null) return;
    const at = begun - beginAt;
    this.began = { after: { low: at - clock.high, high: at - clock.low }, clock };
  }

  /** It was heard, or could not be until now. */
  excused(now: number): void {
    this.#heardAt = now;
  }

  /** ns since it was heard. */
  silentFor(now: number): number {
    return now - this.#heardAt;
  }

  lost(now: number): boolean {
    return this.gone || this.left || this.silentFor(now) >= LOST_AFTER;
  }

  /** @returns a part that is whole with it, once */
  take(piece: Piece, now: number): { readonly part: number; readonly data: string } | undefined {
    this.#heardAt = now;
    this.pending = true;
    return this.#incoming.take(piece);
  }

  /** It has handed over all that it has. */
  get delivered(): boolean {
    return this.report.state === 'over' && this.#incoming.whole >= this.report.parts;
  }

  /** Everything that it has to know by now. */
  order(
    now: number,
    { begin, stop, release }: Pick<Order, 'begin' | 'stop' | 'release'>,
  ): { readonly to: string; readonly n: number; readonly order: Order } {
    this.pending = false;
    // Once it says that it prepares, it has its task.
    const task = this.report.state === 'free' ? this.#task : undefined;
    const order: Order = {
      type: 'order',
      at: now,
      ...(task === undefined ? {} : { task }),
      begin,
      stop,
      got: this.#incoming.got,
      release,
    };
    return { to: this.#ticket!, n: ++this.#n, order };
  }
}
