/**
 * What happened when, in the three ways that a run is sliced: intervals by sending (for the result), intervals as they
 * end (for lines and screens), and equal slots (for the independence of losses).
 */

import { StreamedIntervals } from '../goodput/streamed.ts';
import { type BatchData, LossSlots } from './batches.ts';
import { type IntervalData, SentIntervals, type StreamedInterval } from './intervals.ts';

export class Slices {
  readonly #sent: SentIntervals;
  readonly #streamed: StreamedIntervals;
  readonly #slots: LossSlots;
  readonly #threshold: number;

  /** @param start time zero of the intervals @param length of one, ns @param threshold the loss threshold, ns */
  constructor(start: number, length: number, threshold: number) {
    this.#sent = new SentIntervals(start, length, threshold);
    this.#streamed = new StreamedIntervals(start, length);
    this.#slots = new LossSlots(start);
    this.#threshold = threshold;
  }

  sent(at: number): void {
    this.#sent.sent(at);
    this.#streamed.sent(at);
    this.#slots.sent(at);
  }

  refused(at: number): void {
    this.#sent.refused(at);
    this.#streamed.refused(at);
  }

  /** Due at `intended`, given up at `at`. */
  skipped(intended: number, at: number): void {
    this.#sent.skipped(intended);
    this.#streamed.skipped(at);
  }

  answered(sentAt: number, at: number, late: boolean, latency: number): void {
    this.#sent.answered(sentAt, late, latency);
    if (late) this.#streamed.late(at, sentAt + this.#threshold, latency);
    else {
      this.#streamed.answered(at, latency);
      this.#slots.received(sentAt);
    }
  }

  /** It passed the threshold unanswered at `at`. */
  expired(at: number): void {
    this.#streamed.expired(at);
  }

  /** Its answer was awaited when the waiting was cut short. */
  left(sentAt: number): void {
    this.#sent.left(sentAt);
  }

  duplicate(sentAt: number, at: number): void {
    this.#sent.duplicate(sentAt);
    this.#streamed.duplicate(at);
  }

  reordered(sentAt: number, at: number): void {
    this.#sent.reordered(sentAt);
    this.#streamed.reordered(at);
  }

  /** @param settle as of StreamedIntervals.take */
  take(now: number, settle: () => void): StreamedInterval[] {
    return this.#streamed.take(now, settle);
  }

  data(): { readonly intervals: IntervalData; readonly batches: BatchData } {
    return { intervals: this.#sent.data(), batches: this.#slots.data() };
  }
}
