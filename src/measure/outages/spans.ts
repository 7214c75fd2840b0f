/** Times at which something was seen to be so, joined where they are close together. */
import type { Span } from './outages.ts';

/** Seen again so soon (ns), it was so all the time. */
const TOGETHER = 500e6;
const MOST = 1000;

export class Spans {
  readonly #spans: { from: number; to: number }[] = [];

  /** Times come in order, ns. */
  add(from: number, to = from): void {
    const last = this.#spans.at(-1);
    if (last !== undefined && from - last.to <= TOGETHER) last.to = Math.max(last.to, to);
    else if (this.#spans.length < MOST) this.#spans.push({ from, to });
  }

  data(): Span[] {
    return this.#spans.map(({ from, to }) => ({ from, to }));
  }
}
