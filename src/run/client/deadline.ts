/** A time after which nobody waits any longer. */
import { deferred } from './control/deferred.ts';

/** The longest that a timer takes, ms. */
const LONGEST = 2 ** 31 - 1;

export class Deadline {
  readonly #passed = deferred<void>();
  readonly #timer: NodeJS.Timeout;

  constructor(milliseconds: number) {
    this.#timer = setTimeout(() => this.#passed.resolve(), Math.min(LONGEST, Math.max(0, milliseconds)));
  }

  get passed(): Promise<void> {
    return this.#passed.promise;
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
