/** When packets came to a device of the link: by its tap where there is one, else when they are read. */
import type { Clock } from '../../../clock.ts';
import { ArrivalRing } from '../../../link/system/arrival-ring.ts';
import type { Libc } from '../../../link/system/libc.ts';
import { FRAME_BYTES, FRAMES } from '../../../link/system/packet-tap.ts';
import type { Kernel } from '../../../net/linux/kernel/kernel.ts';
import { KernelClock } from '../../../net/linux/kernel/kernel-clock.ts';

export class Arrivals {
  readonly #ring: ArrivalRing;
  readonly #clock: KernelClock;
  #last = Number.NEGATIVE_INFINITY;

  constructor(memory: ArrayBuffer, clock: KernelClock) {
    this.#ring = new ArrivalRing(memory, FRAME_BYTES);
    this.#clock = clock;
  }

  /** @returns when the packet that was just read came, in the order of the packets; `now` where nobody tells */
  of(view: DataView, at: number, bytes: number, now: number): number {
    this.#clock.check(now);
    if (!this.#ring.find(view, at, bytes)) return now;
    const { seconds, nanoseconds } = this.#ring;
    this.#last = this.#clock.timeOf(seconds, nanoseconds, this.#last, now);
    return this.#last;
  }

  /** There is nothing to be read. */
  idle(): void {
    this.#ring.idle();
  }
}

/** @returns undefined where there is no tap, or its memory is not to be had */
export function arrivalsOf(
  libc: Libc,
  kernel: Kernel,
  clock: Clock,
  tap: number | null,
): Arrivals | undefined {
  const memory = tap === null ? null : libc.mapped(tap, FRAMES * FRAME_BYTES);
  return memory === null ? undefined : new Arrivals(memory, new KernelClock(kernel, clock));
}
