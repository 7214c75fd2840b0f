/**
 * The probe ledger: one row for each probe, classified; extra copies are only counted.
 *
 * `sent = received + late + lost` (RFC 7680, RFC 6673). Times are ns since the run's epoch. Nothing here allocates for
 * each probe, and nothing reads a clock.
 */

import { LossSlots } from './batches.ts';
import { mergeCounts } from './columns.ts';
import { ARRIVED, ARRIVED_LATE, Delivery, OUT_OF_ORDER, WAITED } from './delivery.ts';
import { FlowDelays } from './flow-delays.ts';
import { EXPIRED, FlowRows, LATE, OPEN, RECEIVED, REFUSED } from './flow-rows.ts';
import { Histogram } from './histogram.ts';
import { SentIntervals, type StreamedInterval } from './intervals.ts';
import type { Arrival, LedgerOptions, LedgerSnapshot, LedgerSummary } from './ledger-data.ts';
import { RecentMinimum } from './recent-minimum.ts';
import { StreamedIntervals } from './streamed.ts';
import { Variation } from './variation.ts';

/** Probes shown in the live strip. */
const STRIP = 2500;
/** TCP: waited at least so long beyond the flow's fastest answer lately, and at least half of that answer's time. */
const LEAST_WAIT = 5e6;

export class Ledger {
  readonly #options: LedgerOptions;
  readonly #rows: FlowRows[];
  readonly #variation: Variation;
  readonly #delays: FlowDelays;
  readonly #response: Histogram | null;
  readonly #service = new Histogram();
  readonly #sendLag: Histogram | null;
  readonly #recent = new Histogram();
  readonly #recentLag = new Histogram();
  readonly #refused = new Map<string, number>();
  readonly #intervals: SentIntervals;
  readonly #streamed: StreamedIntervals;
  readonly #batches: LossSlots;
  readonly #delivery = new Delivery();
  readonly #flowReceived: Uint32Array;
  readonly #flowLate: Uint32Array;
  readonly #fastest: RecentMinimum | null;
  #sent = 0;
  #received = 0;
  #late = 0;
  #duplicates = 0;
  #corrupt = 0;
  #foreign = 0;
  #errors = 0;
  #blocked = { count: 0, total: 0, max: 0 };
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
    this.#response = openLoop ? new Histogram() : null;
    this.#sendLag = openLoop ? new Histogram() : null;
    this.#intervals = new SentIntervals(start, interval, lossThreshold);
    this.#streamed = new StreamedIntervals(start, interval);
    const expired = (at: number): void => this.#streamed.expired(at);
    this.#rows = Array.from({ length: flows }, () => new FlowRows(lossThreshold, expired));
    this.#batches = new LossSlots(start);
    this.#flowReceived = new Uint32Array(flows);
    this.#flowLate = new Uint32Array(flows);
    this.#fastest = tcp ? (options.fastest ?? new RecentMinimum(flows)) : null;
  }

  /**
   * A probe left. Numbers of a flow come in order from 0.
   * @param intended ignored in closed loop
   * @param waited it was due while its connection had too much unsent: that time is `blocked`, not send lag
   */
  sent(flow: number, number: number, intended: number, actual: number, waited = false): void {
    const rows = this.#rows[flow]!;
    if (number !== rows.next) throw new RangeError(`probe ${number} of flow ${flow} out of order`);
    rows.sent(intended, actual, this.#delivery.count);
    this.#delivery.sent(flow, number, actual);
    this.#sent++;
    this.open++;
    if (actual < this.firstSent) this.firstSent = actual;
    if (actual > this.lastSent) this.lastSent = actual;
    if (waited) this.#block(actual - intended);
    else if (this.#sendLag !== null) {
      this.#sendLag.record(actual - intended);
      this.#recentLag.record(actual - intended);
    }
    this.#intervals.sent(actual);
    this.#streamed.sent(actual);
    this.#batches.sent(actual);
  }

  /**
   * A copy of an answer arrived.
   * @param serverSequence the server's own number in this flow, -1 where it is not known
   * @param serverTime the server's time of sending, its clock; NaN where it is not known
   * @param echoedAt the time of sending as the copy itself carries it: only places a duplicate in an interval
   */
  arrived(
    flow: number,
    number: number,
    at: number,
    serverSequence = -1,
    serverTime = Number.NaN,
    echoedAt = at,
  ): Arrival {
    const rows = this.#rows[flow];
    if (rows === undefined || !(number >= 0 && number < rows.next)) {
      this.#foreign++;
      return 'unknown';
    }
    const state = rows.states[number]!;
    if (state === RECEIVED || state === LATE) {
      this.#delivery.copied(rows.order(number));
      return this.#duplicate(at, echoedAt);
    }
    if (state === REFUSED) {
      this.#foreign++;
      return 'unknown';
    }
    const actual = rows.actual(number);
    const intended = rows.intended(number);
    const order = rows.order(number);
    const delay = at - actual;
    const late = delay > this.#options.lossThreshold;
    if (late && state === OPEN) this.#streamed.expired(actual + this.#options.lossThreshold);
    rows.answered(number, delay, late ? LATE : RECEIVED);
    this.open--;
    this.#count(flow, late, actual);
    this.#time(flow, late, actual, intended, at);
    this.#variation.delay(rows, flow, number, delay, actual, at);
    const reordered = this.#variation.order(flow, number, at, serverSequence, serverTime);
    if (reordered) {
      this.#intervals.reordered(actual);
      this.#streamed.reordered(at);
    }
    this.#delivery.fate(order, this.#fate(flow, late, reordered, delay, at));
    return late ? 'late' : 'received';
  }

  #duplicate(at: number, echoedAt: number): Arrival {
    this.#duplicates++;
    this.#intervals.duplicate(Math.max(this.firstSent, Math.min(this.lastSent, echoedAt)));
    this.#streamed.duplicate(at);
    return 'duplicate';
  }

  #count(flow: number, late: boolean, actual: number): void {
    if (late) {
      this.#late++;
      this.#flowLate[flow]!++;
    } else {
      this.#received++;
      this.#flowReceived[flow]!++;
      this.#batches.received(actual);
    }
  }

  #time(flow: number, late: boolean, actual: number, intended: number, at: number): void {
    const service = at - actual;
    this.#service.record(service);
    this.#delays.record(flow, service);
    let shown = service;
    if (this.#response !== null) {
      shown = at - intended;
      this.#response.record(shown);
    }
    this.#recent.record(shown);
    this.#intervals.answered(actual, late, shown);
    this.#streamed.answered(at, late, shown);
  }

  #fate(flow: number, late: boolean, reordered: boolean, delay: number, at: number): number {
    if (late) return ARRIVED_LATE;
    if (reordered) return OUT_OF_ORDER;
    if (this.#fastest === null) return ARRIVED;
    const fastest = this.#fastest.take(flow, delay, at);
    return delay - fastest > Math.max(LEAST_WAIT, fastest / 2) ? WAITED : ARRIVED;
  }

  /** A send that the kernel refused, by errno name: it uses up its number, but is not `sent`. */
  refused(flow: number, number: number, at: number, errno: string): void {
    const rows = this.#rows[flow]!;
    if (number !== rows.next) throw new RangeError(`probe ${number} of flow ${flow} out of order`);
    rows.refused(at);
    this.#refused.set(errno, (this.#refused.get(errno) ?? 0) + 1);
  }

  /** Arrived damaged: no arrival. */
  corrupt(): void {
    this.#corrupt++;
  }

  /** Arrived, but is none of this run's. */
  foreign(): void {
    this.#foreign++;
  }

  /** A flow failed (a connection was reset, or could not be made). */
  error(): void {
    this.#errors++;
  }

  #block(time: number): void {
    this.#blocked.count++;
    this.#blocked.total += time;
    this.#blocked.max = Math.max(this.#blocked.max, time);
  }

  /** A TCP flow ended: what is unanswered there is lost. */
  flowEnded(flow: number): void {
    const rows = this.#rows[flow]!;
    for (let number = 0; number < rows.next; number++) {
      if (rows.states[number] === OPEN || rows.states[number] === EXPIRED) this.open--;
    }
  }

  snapshot(now: number): LedgerSnapshot {
    let lost = 0;
    for (const rows of this.#rows) {
      rows.settle(now);
      lost += rows.expiredCount;
    }
    const snapshot = {
      sent: this.#sent,
      received: this.#received,
      late: this.#late,
      lost,
      unresolved: this.#sent - this.#received - this.#late - lost,
      duplicates: this.#duplicates,
      reordered: this.#variation.reordered,
      sendLag: this.#recentLag.data(),
      total: (this.#response ?? this.#service).data(),
      recent: this.#recent.data(),
      strip: this.#delivery.strip(STRIP, this.#rows.length > 1),
    };
    this.#recent.reset();
    this.#recentLag.reset();
    return snapshot;
  }

  /** Intervals that have ended by `now`, by the time of each event. */
  takeIntervals(now: number): StreamedInterval[] {
    return this.#streamed.take(now, () => {
      for (const rows of this.#rows) rows.settle(now);
    });
  }

  /** Probes whose fate is open at `now`: closing now counts them as lost. */
  awaited(now: number): number {
    return this.#rows.reduce((all, rows) => all + rows.awaited(now), 0);
  }

  /** Nothing more is awaited: what is unanswered is lost. Call it once. */
  close(): LedgerSummary {
    const runLengths = new Map<number, number>();
    for (const rows of this.#rows) mergeCounts(runLengths, rows.runLengths());
    return {
      sent: this.#sent,
      received: this.#received,
      late: this.#late,
      lost: this.#sent - this.#received - this.#late,
      duplicates: this.#duplicates,
      corrupt: this.#corrupt,
      foreign: this.#foreign,
      errors: this.#errors,
      refused: this.#refused,
      response: this.#response?.data() ?? null,
      service: this.#service.data(),
      sendLag: this.#sendLag?.data() ?? null,
      blocked: this.#blocked,
      ...this.#variation.summary(),
      delayVariation: this.#delays.variation(),
      runLengths,
      intervals: this.#intervals.data(),
      batches: this.#batches.data(),
      delivery: this.#delivery.data(),
      flows: this.#rows.map((rows, flow) => ({
        sent: rows.next - rows.refusedCount,
        received: this.#flowReceived[flow]!,
        late: this.#flowLate[flow]!,
        delays: this.#delays.data(flow),
      })),
      firstSent: this.firstSent,
      lastSent: this.lastSent,
    };
  }
}
