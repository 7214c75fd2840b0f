/** Times of probes: how late they were offered, how long they waited for room, how long their answers took. All in ns. */
import type { HeldData } from '../delay/held-so-far.ts';
import type { DelaySplit, DelaySummary } from '../delay/split.ts';
import { Histogram, type HistogramData } from '../histogram.ts';

export interface BlockedSum {
  readonly count: number;
  readonly total: number;
  readonly max: number;
}

export const mergedBlocked = (parts: readonly BlockedSum[]): BlockedSum => ({
  count: parts.reduce((all, part) => all + part.count, 0),
  total: parts.reduce((all, part) => all + part.total, 0),
  max: Math.max(0, ...parts.map((part) => part.max)),
});

export interface TimesSummary {
  /** null in closed loop. */
  readonly response: HistogramData | null;
  readonly service: HistogramData;
  readonly sendLag: HistogramData | null;
  readonly blocked: BlockedSum;
  /** How late answers were read; empty where the kernel does not stamp them. */
  readonly reading: HistogramData;
  /** Whose the delays were; null where the server tells no times. */
  readonly delays: DelaySummary | null;
}

export class ProbeTimes {
  readonly #response: Histogram | null;
  readonly #sendLag: Histogram | null;
  readonly #service = new Histogram();
  readonly #split: DelaySplit | undefined;
  readonly #reading = new Histogram();
  readonly #recent = new Histogram();
  readonly #recentLag = new Histogram();
  #blocked = 0;
  #blockedTotal = 0;
  #blockedMax = 0;

  /** @param openLoop probes have intended times; otherwise response time and send lag are unknown */
  constructor(openLoop: boolean, split?: DelaySplit) {
    this.#split = split;
    this.#response = openLoop ? new Histogram() : null;
    this.#sendLag = openLoop ? new Histogram() : null;
  }

  /**
   * It left, was refused, or was given up at `at`.
   * @param since when it first found no room on its flow: from then on it was blocked, not late; NaN: it always found some
   */
  offered(intended: number, at: number, since: number): void {
    const waited = !Number.isNaN(since);
    if (waited) {
      this.#blocked++;
      this.#blockedTotal += at - since;
      this.#blockedMax = Math.max(this.#blockedMax, at - since);
    }
    if (this.#sendLag === null) return;
    const lag = (waited ? since : at) - intended;
    this.#sendLag.record(lag);
    this.#recentLag.record(lag);
  }

  /** @returns the time that is shown: of response where it is known, else of service */
  answered(intended: number, actual: number, at: number): number {
    this.#service.record(at - actual);
    let shown = at - actual;
    if (this.#response !== null) {
      shown = at - intended;
      this.#response.record(shown);
    }
    this.#recent.record(shown);
    return shown;
  }

  /** Since the last call, and of the whole run. */
  takeRecent(): {
    sendLag: HistogramData;
    recent: HistogramData;
    total: HistogramData;
    held: HeldData | null;
  } {
    const taken = {
      sendLag: this.#recentLag.data(),
      recent: this.#recent.data(),
      total: (this.#response ?? this.#service).data(),
      held: this.#split?.soFar ?? null,
    };
    this.#recent.reset();
    this.#recentLag.reset();
    return taken;
  }

  /** An answer lay so long unread, ns. */
  read(unread: number): void {
    this.#reading.record(unread);
  }

  /** See DelaySplit; the server's times are its own clock's. @param order the probe's place in the order of sending */
  split(
    intended: number,
    actual: number,
    blocked: number,
    arrival: number,
    departure: number,
    at: number,
    unsure: number,
    order: number,
    doubt: number,
    hit: boolean,
  ): void {
    const late = this.#sendLag === null ? 0 : actual - blocked - intended;
    this.#split?.answered(late, blocked, actual, arrival, departure, at, unsure, order, doubt, hit);
  }

  get sendLag(): HistogramData | null {
    return this.#sendLag?.data() ?? null;
  }

  get blocked(): BlockedSum {
    return { count: this.#blocked, total: this.#blockedTotal, max: this.#blockedMax };
  }

  soFar(): Pick<TimesSummary, 'response' | 'service' | 'sendLag'> {
    const response = this.#response?.data() ?? null;
    return { response, service: this.#service.data(), sendLag: this.sendLag };
  }

  /** Of the whole run. Call it once. */
  summary(): TimesSummary {
    return {
      ...this.soFar(),
      blocked: this.blocked,
      reading: this.#reading.data(),
      delays: this.#split?.close() ?? null,
    };
  }
}
