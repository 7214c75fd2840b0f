/** How the order and the spacing of a ledger's answers changed on the way: reordering, jitter, IPDV. */
import { bump } from '../columns.ts';
import { Histogram, type HistogramData } from '../histogram.ts';
import type { FlowRows } from '../ledger/flow-rows.ts';
import { Reordering } from '../reordering.ts';
import { Jitter, type JitterSum } from './jitter.ts';

export interface VariationSummary {
  /** First copies that arrived after one with a greater probe number. */
  readonly reordered: number;
  /** The same by the server's own numbers: reordered on the way down. */
  readonly reorderedDown: number;
  /** Count of each extent. */
  readonly extents: ReadonlyMap<number, number>;
  readonly jitter: JitterSum;
  readonly jitterDown: JitterSum;
  /** Absolute differences of delay of consecutive probes, ns. */
  readonly ipdv: HistogramData;
}

export class Variation {
  readonly #numberOrder: Reordering[];
  readonly #serverOrder: Reordering[];
  readonly #jitter: Jitter[];
  readonly #jitterDown: Jitter[];
  readonly #ipdv = new Histogram();
  readonly #extents = new Map<number, number>();
  reordered = 0;
  #reorderedDown = 0;

  /** @param ordered streams keep their order by themselves: nothing to look for */
  constructor(flows: number, ordered: boolean) {
    const each = <T>(make: () => T): T[] => Array.from({ length: flows }, make);
    this.#numberOrder = ordered ? [] : each(() => new Reordering());
    this.#serverOrder = ordered ? [] : each(() => new Reordering());
    this.#jitter = each(() => new Jitter());
    this.#jitterDown = each(() => new Jitter());
  }

  /** IPDV (RFC 3393): consecutive probes of a flow that both arrived, whichever came first. */
  delay(rows: FlowRows, flow: number, number: number, delay: number, actual: number, at: number): void {
    const before = rows.delayOf(number - 1, number);
    if (!Number.isNaN(before)) this.#ipdv.record(Math.abs(delay - before));
    const after = rows.delayOf(number + 1, number);
    if (!Number.isNaN(after)) this.#ipdv.record(Math.abs(after - delay));
    this.#jitter[flow]!.arrived(actual, at);
  }

  /**
   * @param serverSequence the server's own number in this flow, -1 where it is not known
   * @param serverTime the server's time of sending, its clock; NaN where it is not known
   * @returns whether the answer came out of order
   */
  order(flow: number, number: number, at: number, serverSequence: number, serverTime: number): boolean {
    if (!Number.isNaN(serverTime)) this.#jitterDown[flow]!.arrived(serverTime, at);
    if (this.#numberOrder.length === 0) return false;
    if (serverSequence >= 0 && this.#serverOrder[flow]!.arrived(serverSequence) > 0) this.#reorderedDown++;
    const extent = this.#numberOrder[flow]!.arrived(number);
    if (extent === 0) return false;
    this.reordered++;
    bump(this.#extents, extent);
    return true;
  }

  summary(): VariationSummary {
    return {
      reordered: this.reordered,
      reorderedDown: this.#reorderedDown,
      extents: this.#extents,
      jitter: sumOf(this.#jitter),
      jitterDown: sumOf(this.#jitterDown),
      ipdv: this.#ipdv.data(),
    };
  }
}

function sumOf(parts: readonly Jitter[]): JitterSum {
  return {
    sum: parts.reduce((all, part) => all + part.sum, 0),
    updates: parts.reduce((all, part) => all + part.updates, 0),
  };
}
