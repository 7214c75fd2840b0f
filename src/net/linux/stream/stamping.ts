/** What is known of when the messages of a stream came. */
import type { Clock } from '../../../clock.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { KernelClock } from '../kernel/kernel-clock.ts';

/** When messages of one read came, ns. */
export interface Came {
  /** At the latest: a stream hands over nothing before what was lost in front of it. */
  readonly at: number;
  /** It then lay so long unread; NaN: nobody knows. */
  readonly unread: number;
  /** So long before `at` it may have come. */
  readonly unsure: number;
}

/** When the port began to look at all its sockets: the time before last, and the last. */
export class Looks {
  before = Number.NEGATIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /** Not of a look that a signal cut short. */
  at(now: number): void {
    this.before = this.#last;
    this.#last = now;
  }
}

export interface Stamping {
  readonly kernelClock: KernelClock;
  readonly looks: Looks;
}

export const stampingOf = (kernel: Kernel, clock: Clock): Stamping => ({
  kernelClock: new KernelClock(kernel, clock),
  looks: new Looks(),
});
