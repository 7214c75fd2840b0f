/** How far somebody has asked a run to end: to send no more, or not to wait either. */
import { deferred } from './control/deferred.ts';

export class Stopping {
  readonly #told = deferred<void>();
  readonly #hurry = deferred<void>();
  /** It does not wait for the server either. */
  hurried = false;
  /** It sends no more than it has; what is on its way is still awaited. */
  halted = false;
  /** Everything had been sent: only the waiting for the last answers has ended. */
  cutShort = false;

  /** Each time it is asked, it ends sooner. @param sentAll nothing more is to be sent */
  ask(sentAll: boolean): void {
    if (this.halted || this.cutShort) {
      this.hurried = true;
      this.#hurry.resolve();
    } else if (sentAll) this.cutShort = true;
    else this.halted = true;
    this.#told.resolve();
  }

  /** Somebody wants it to end. */
  get told(): Promise<void> {
    return this.#told.promise;
  }

  /** See {@link hurried}. */
  get hurry(): Promise<void> {
    return this.#hurry.promise;
  }
}
