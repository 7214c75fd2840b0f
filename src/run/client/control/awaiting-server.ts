/** Intervals of a stream up wait until the server has told what came of them: what was handed to a socket is no figure. Pure. */
import type { IntervalRow } from '../../../result/document/schema.ts';

/** ns for which a row waits; then it is told without. A server tells each second, and waits one for what is on its way. */
const PATIENCE = 3e9;

export class AwaitingServer {
  readonly #rows: { readonly index: number; readonly row: IntervalRow; readonly since: number }[] = [];
  readonly #columns = new Map<number, number>();
  #rowsTaken = 0;

  /** @param rows in their order; @returns those that can be told */
  rows(rows: readonly IntervalRow[], now: number): IntervalRow[] {
    for (const row of rows) this.#rows.push({ index: this.#rowsTaken++, row, since: now });
    return this.#ready(now);
  }

  /** The server has told bytes of intervals from number `since` on. */
  told(
    { since, columns }: { readonly since: number; readonly columns: readonly number[] },
    now: number,
  ): IntervalRow[] {
    for (const [at, bytes] of columns.entries()) this.#columns.set(since + at, bytes);
    return this.#ready(now);
  }

  /** The rest, with all that will ever be known. @param columns of the server's ledger, from the first on */
  flush(columns: readonly number[]): IntervalRow[] {
    return this.told({ since: 0, columns }, Number.POSITIVE_INFINITY);
  }

  #ready(now: number): IntervalRow[] {
    const ready: IntervalRow[] = [];
    for (let first = this.#rows[0]; first !== undefined; first = this.#rows[0]) {
      const bytesUp = this.#columns.get(first.index);
      if (bytesUp === undefined && now - first.since < PATIENCE) break;
      this.#rows.shift();
      this.#columns.delete(first.index);
      ready.push({ ...first.row, bytesUp: bytesUp ?? null });
    }
    return ready;
  }
}
