/** When a counter that is looked at now and then had grown. */

/** Structured-cloneable. */
export interface ChangeData {
  /** Whether it could be looked at. */
  readonly known: boolean;
  /** When it was seen to have grown, ns. */
  readonly times: readonly number[];
}

const MOST = 10_000;

export class Changes {
  #value: number | undefined;
  readonly #times: number[] = [];

  /** @param value null: it cannot be told */
  look(at: number, value: number | null): void {
    if (value === null) return;
    if (this.#value !== undefined && value > this.#value && this.#times.length < MOST) this.#times.push(at);
    this.#value = value;
  }

  data(): ChangeData {
    return { known: this.#value !== undefined, times: [...this.#times] };
  }
}
