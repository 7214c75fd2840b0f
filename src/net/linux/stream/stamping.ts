/** What is known of when the messages of a stream came. */
import type { KernelClock } from '../kernel/kernel-clock.ts';

/** When messages of one read came, ns. */
export interface Came {
  /** At the latest: a stream hands over nothing before what was lost in front of it. */
  readonly at: number;
  /** It then lay so long unread; NaN: nobody knows. */
  readonly unread: number;
  /** So long before `at` it may have come. */
  readonly unsure: number;
}

/** When the port looked at all its sockets: the time before last, and the last. */
export interface Looks {
  before: number;
  last: number;
}

export interface Stamping {
  readonly kernelClock: KernelClock;
  readonly looks: Looks;
}

export class PortLooks implements Looks {
  before = Number.NEGATIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;

  at(now: number): void {
    this.before = this.last;
    this.last = now;
  }
}
