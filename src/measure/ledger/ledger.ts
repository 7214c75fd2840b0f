/**
 * The probe ledger: one row for each probe, classified; extra copies are only counted.
 *
 * `due = sent + refused + skipped`, `sent = received + late + lost + open` (RFC 7680, RFC 6673). Times are ns since the
 * run's epoch. Nothing here allocates for each probe, and nothing reads a clock.
 */
import { mergeCounts } from '../columns.ts';
import { Slices } from '../slices/slices.ts';
import { FlowDelays } from '../variation/flow-delays.ts';
import { RecentMinimum } from '../variation/recent-minimum.ts';
import { Variation } from '../variation/variation.ts';
import { ARRIVED, ARRIVED_LATE, Delivery, OUT_OF_ORDER, STALLED, WAITED } from './delivery.ts';
import { EXPIRED, FlowRows, LATE, OPEN, RECEIVED, REFUSED } from './flow-rows.ts';
import type { Arrival, LedgerMoment, LedgerOptions, LedgerSnapshot, LedgerSummary } from './ledger-data.ts';
import { ProbeTimes } from './probe-times.ts';
import { Tally } from './tally.ts';

/** Probes shown in the live strip. */
const STRIP = 2500;

export class Ledger {
  readonly #options: LedgerOptions;
  readonly #rows: FlowRows[];
  readonly #variation: Variation;
  readonly #delays: FlowDelays;
  readonly #times: ProbeTimes;
  readonly #slices: Slices;
  readonly #tally: Tally;
  readonly #delivery = new Delivery();
  readonly #fastest: RecentMinimum | null;
  /** Sent and unanswered, whatever the threshold. */
  open = 0;
  firstSent = Number.POSITIVE_INFINITY;
  /** Last actual time; -Infinity where nothing was sent. */
  lastSent = Number.NEGATIVE_INFINITY;

  constructor(options: LedgerOptions) {
    const { flows, lossThreshold, interval, start, openLoop, tcp } = options;
    this.#options = options;
    this.#variation = new Variation(flows, tcp);
    this.#delays = new FlowDelays(flows);
    this.#times = new ProbeTimes(openLoop, options.split);
    this.#slices = new Slices(start, interval, lossThreshold);
    const expired = (at: number): void => this.#slices.expired(at);
    this.#rows = Array.from({ length: flows }, () => new FlowRows(lossThreshold, expired));
    this.#tally = new Tally(flows);
    this.#fastest = tcp ? (options.fastest ?? new RecentMinimum(flows)) : null;
  }

  /**
   * A probe left. Numbers of a flow come in order from 0. @param intended ignored in closed loop
   * @param since when it first found no room on its flow: from then on it was blocked, not late; NaN: it found some at once
   */
  sent(flow: number, number: number, intended: number, actual: number, since = Number.NaN): void {
    const rows = this.#rows[flow]!;
    if (number !== rows.next) throw new RangeError(`probe ${number} of flow ${flow} out of order`);
    rows.sent(intended, actual, this.#delivery.count, Number.isNaN(since) ? 0 : actual - since);
    this.#delivery.sent(flow, number, actual);
    this.#tally.sent++;
    this.open++;
    if (actual < this.firstSent) this.firstSent = actual;
    if (actual > this.lastSent) this.lastSent = actual;
    this.#times.offered(intended, actual, since);
    this.#slices.sent(actual);
  }

  /**
   * A copy of an answer arrived.
   * @param serverSequence the server's own number in this flow, -1 where it is not known
   * @param serverTime the server's time of sending, its clock; NaN where it is not known
   * @param echoedAt the time of sending as the copy itself carries it: only places a duplicate in an interval
   * @param serverArrival the server's time of the probe's arrival, its clock; NaN where it is not known
   * @param unread ns that it then lay unread, NaN where that is not known
   * @param unsure ns before `at` in which it may have come @param doubt the same of the probe, before `serverArrival`
   */
  arrived(
    flow: number,
    number: number,
    at: number,
    serverSequence = -1,
    serverTime = Number.NaN,
    echoedAt = at,
    serverArrival = Number.NaN,
    unread = Number.NaN,
    unsure = 0,
    doubt = 0,
  ): Arrival {
    const rows = this.#rows[flow];
    if (rows === undefined || !(number >= 0 && number < rows.next)) return this.foreign();
    const state = rows.states[number]!;
    if (state === RECEIVED || state === LATE) {
      this.#delivery.copied(rows.order(number));
      return this.#duplicate(at, echoedAt);
    }
    if (state === REFUSED) return this.foreign();
    const actual = rows.actual(number);
    const intended = rows.intended(number);
    const order = rows.order(number);
    const blocked = rows.blocked(number);
    const delay = at - actual;
    const late = delay > this.#options.lossThreshold;
    if (late && state === OPEN) this.#slices.expired(actual + this.#options.lossThreshold);
    rows.answered(number, delay, late ? LATE : RECEIVED);
    this.open--;
    this.#tally.answered(flow, late);
    const shown = this.#times.answered(intended, actual, at);
    this.#slices.answered(actual, at, late, shown);
    if (unread >= 0) this.#times.read(unread);
    const hit = this.#hit(intended, actual, at, unsure);
    if (serverArrival > 0)
      this.#times.split(intended, actual, blocked, serverArrival, serverTime, at, unsure, order, doubt, hit);
    this.#delays.record(flow, delay);
    this.#variation.delay(rows, flow, number, delay, actual, at);
    const reordered = this.#variation.order(flow, number, at, serverSequence, serverTime);
    if (reordered) this.#slices.reordered(actual, at);
    this.#delivery.fate(order, this.#fate(flow, late, reordered, hit, delay, at));
    return late ? 'late' : 'received';
  }

  /** Left or read late because the thread stood still. */
  #hit(intended: number, actual: number, at: number, unsure: number): boolean {
    const { stalls, stamped = false, openLoop } = this.#options;
    const hit = stalls?.hit(openLoop ? intended : actual, at, stamped && unsure === 0) === true;
    if (hit) this.#tally.hit++;
    return hit;
  }

  #duplicate(at: number, echoedAt: number): Arrival {
    this.#tally.duplicates++;
    this.#slices.duplicate(Math.max(this.firstSent, Math.min(this.lastSent, echoedAt)), at);
    return 'duplicate';
  }

  #fate(flow: number, late: boolean, reordered: boolean, hit: boolean, delay: number, at: number): number {
    const waited = this.#fastest?.waited(flow, delay, at) === true;
    if (late) return ARRIVED_LATE;
    if (reordered) return OUT_OF_ORDER;
    if (hit) return STALLED;
    return waited ? WAITED : ARRIVED;
  }

  /** A send that the kernel refused, by errno name: it uses up its number, but is not `sent`. @param since as of `sent` */
  refused(flow: number, number: number, at: number, errno: string, intended = at, since = Number.NaN): void {
    const rows = this.#rows[flow]!;
    if (number !== rows.next) throw new RangeError(`probe ${number} of flow ${flow} out of order`);
    rows.refused(at);
    this.#tally.refused(errno);
    this.#times.offered(intended, at, since);
    this.#slices.refused(at);
  }

  /** A probe that was due and never left: too late for it, or nowhere to send it. It has no number. @param since as of `sent` */
  skipped(intended: number, at: number, since = Number.NaN): void {
    this.#tally.skipped++;
    if (!Number.isNaN(since)) this.#tally.skippedFull++;
    this.#times.offered(intended, at, since);
    this.#slices.skipped(intended, at);
  }

  /** Arrived damaged: no arrival. */
  corrupt(): void {
    this.#tally.corrupt++;
  }

  /** Arrived, but is none of this run's. */
  foreign(): Arrival {
    this.#tally.foreign++;
    return 'unknown';
  }

  /** A flow failed (a connection was reset, or could not be made). */
  error(): void {
    this.#tally.errors++;
  }

  /** A TCP flow ended: what is unanswered there is lost. */
  flowEnded(flow: number): void {
    const rows = this.#rows[flow]!;
    for (let number = 0; number < rows.next; number++) {
      if (rows.states[number] === OPEN || rows.states[number] === EXPIRED) this.open--;
    }
    rows.ended = true;
  }

  /** Past the threshold without an answer, by now. */
  #lost(now: number): number {
    let lost = 0;
    for (const rows of this.#rows) {
      rows.settle(now);
      lost += rows.expiredCount;
    }
    return lost;
  }

  /** For whoever may have to do without the rest. */
  moment(now: number): LedgerMoment {
    const { sent, received, late } = this.#tally;
    const counts = this.#tally.summary(sent - received - late - this.#lost(now));
    return { ...counts, reordered: this.#variation.reordered, ...this.#times.soFar() };
  }

  snapshot(now: number): LedgerSnapshot {
    return {
      ...this.#tally.soFar(this.#lost(now)),
      reordered: this.#variation.reordered,
      ...this.#times.takeRecent(),
      strip: this.#delivery.strip(STRIP, this.#rows.length > 1),
    };
  }

  /** Intervals that have ended by `now`, by the time of each event. */
  takeIntervals(now: number): ReturnType<Slices['take']> {
    return this.#slices.take(now, () => {
      this.#lost(now);
    });
  }

  /**
   * Nothing more is awaited: what is unanswered is lost. Call it once.
   * @param now where the waiting is cut short: what was sent less than the threshold before stays open
   */
  close(now = Number.POSITIVE_INFINITY): LedgerSummary {
    const { lossThreshold } = this.#options;
    const runLengths = new Map<number, number>();
    let open = 0;
    for (const rows of this.#rows) {
      rows.settle(now);
      open += rows.awaited;
      rows.eachAwaited((actual) => this.#slices.left(actual));
      mergeCounts(runLengths, rows.runLengths());
    }
    return {
      ...this.#tally.summary(open),
      ...this.#times.summary(),
      ...this.#variation.summary(),
      delayVariation: this.#delays.variation(),
      runLengths,
      ...this.#slices.data(),
      delivery: this.#delivery.data((flow, at) => !this.#rows[flow]!.ended && at >= now - lossThreshold),
      flows: this.#rows.map((rows, flow) => ({
        sent: rows.next - rows.refusedCount,
        ...this.#tally.of(flow),
        settled: rows.settledPart(),
        delays: this.#delays.data(flow),
      })),
      firstSent: this.firstSent,
      lastSent: this.lastSent,
    };
  }
}
