/** A run without an end in time, whose server sends: notices that nothing has arrived for too long. */

import type { TransportPlan } from '../plan/effective.ts';
import { deferred } from './deferred.ts';

const WATCH_MS = 500;
/** A slow schedule is no silence: so many of its probes may be missing in a row. */
const MISSING = 3;

export class SilenceWatch {
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #tooLong = deferred<void>();
  /** It was too long. */
  broken = false;

  /** @param received probes so far */
  constructor({ stall, rate }: TransportPlan, received: () => number) {
    if (!Number.isFinite(stall)) return;
    const patience = (typeof rate === 'number' ? Math.max(stall, (MISSING * 1e9) / rate) : stall) / 1e6;
    let before = received();
    let since = performance.now();
    this.#timer = setInterval(() => {
      const now = received();
      if (now !== before) {
        before = now;
        since = performance.now();
      } else if (performance.now() - since > patience) {
        this.broken = true;
        this.#tooLong.resolve();
      }
    }, WATCH_MS);
  }

  get tooLong(): Promise<void> {
    return this.#tooLong.promise;
  }

  end(): void {
    clearInterval(this.#timer);
  }
}
