/**
 * Interarrival jitter of one flow (RFC 3550 §6.4.1): J += (|D| − J) / 16, over first copies in the order of arrival,
 * from actual times of sending. The two clocks need not agree: only differences count.
 * Reported is the mean of the running estimator over all updates, which needs a sum and a count alone.
 */
export class Jitter {
  #transit = Number.NaN;
  #estimate = 0;
  sum = 0;
  updates = 0;

  /** @param sentAt sender's clock, ns @param receivedAt receiver's clock, ns */
  arrived(sentAt: number, receivedAt: number): void {
    const transit = receivedAt - sentAt;
    if (!Number.isNaN(this.#transit)) {
      this.#estimate += (Math.abs(transit - this.#transit) - this.#estimate) / 16;
      this.sum += this.#estimate;
      this.updates++;
    }
    this.#transit = transit;
  }
}

/** Sum and number of updates, as ledgers hand them over. */
export interface JitterSum {
  readonly sum: number;
  readonly updates: number;
}

export const meanJitter = (parts: readonly JitterSum[]): number | null => {
  const updates = parts.reduce((all, part) => all + part.updates, 0);
  return updates === 0 ? null : parts.reduce((all, part) => all + part.sum, 0) / updates;
};
