/** The wall clock may be set while datagrams are on their way, or wait to be received. */
import { describe, expect, it } from 'vitest';
import type { Kernel } from '../../../../src/net/linux/kernel/kernel.ts';
import { KernelClock } from '../../../../src/net/linux/kernel/kernel-clock.ts';
import { TIMESPEC } from '../../../../src/net/linux/kernel/layout.ts';
import type { Nanos } from '../../../../src/units.ts';

const SECOND = 1e9;

/** Two clocks that tick together until somebody sets one of them. */
class World {
  /** ns, monotonic. */
  now = 5 * SECOND;
  /** Of the wall clock at monotonic 0, ns; what is read is exact to the ns. */
  wallAtZero = BigInt(Math.floor(Date.now() / 1000)) * 1_000_000_000n;
  readings = 0;
  readonly #time = { view: new DataView(new ArrayBuffer(TIMESPEC.size)) };

  readonly kernel = {
    memory: () => ({ view: this.#time.view, at: () => 0 }),
    calls: {
      clockTime: () => {
        this.readings++;
        this.#time.view.setBigInt64(0, this.#seconds(this.now), true);
        this.#time.view.setBigInt64(8, this.#nanoseconds(this.now), true);
      },
    },
  } as unknown as Kernel;

  readonly clock = new KernelClock(this.kernel, () => this.now as Nanos);

  #wall(at: number): bigint {
    return this.wallAtZero + BigInt(at);
  }
  #seconds(at: number): bigint {
    return this.#wall(at) / 1_000_000_000n;
  }
  #nanoseconds(at: number): bigint {
    return this.#wall(at) % 1_000_000_000n;
  }

  /** What the kernel writes beside a datagram that arrives at this time of the run clock. */
  stamp(at: number): DataView {
    const view = new DataView(new ArrayBuffer(TIMESPEC.size + 4));
    view.setBigInt64(4, this.#seconds(at), true);
    view.setBigInt64(12, this.#nanoseconds(at), true);
    return view;
  }

  set(seconds: number): void {
    this.wallAtZero += BigInt(Math.round(seconds * SECOND));
  }

  /** Received now, known to have come after `low`. */
  arrival(stamp: DataView, low: number): number {
    this.clock.check(this.now);
    return this.clock.between(stamp, 4, low, this.now);
  }
}

describe('kernel timestamps as times of the run clock', () => {
  it('while nobody sets the clock, exactly and without asking', () => {
    const world = new World();
    const asked = world.readings;
    for (const at of [5.001, 5.01, 5.05]) {
      const stamp = world.stamp(at * SECOND);
      world.now = at * SECOND + 300;
      expect(world.arrival(stamp, at * SECOND - 100)).toBe(at * SECOND);
    }
    // The look of every tenth of a second, which was due once.
    expect(world.readings - asked).toBe(1);
    expect(world.clock.error).toBe(0);
  });

  for (const step of [100, -100, 3600, -3600, 0.02, -0.02])
    it(`a step of ${step} s between two datagrams, long before the next look`, () => {
      const world = new World();
      world.now += 1000;
      expect(world.arrival(world.stamp(world.now - 400), world.now - 900)).toBe(world.now - 400);
      world.set(step);
      world.now += SECOND / 100;
      expect(world.arrival(world.stamp(world.now - 400), world.now - 5000)).toBe(world.now - 400);
      world.now += SECOND / 100;
      expect(world.arrival(world.stamp(world.now - 700), world.now - 5000)).toBe(world.now - 700);
    });

  for (const step of [100, -100])
    it(`datagrams that wait while the clock is set by ${step} s, received together with one that came after`, () => {
      const world = new World();
      const low = world.now;
      const waiting = world.stamp(low + 2000);
      world.set(step);
      const later = world.stamp(low + 5000);
      world.now = low + 9000;
      expect(world.arrival(waiting, low)).toBe(low + 2000);
      expect(world.arrival(later, low)).toBe(low + 5000);
      expect(world.arrival(waiting, low)).toBe(low + 2000);
    });

  it('a time that no reading explains is that of receiving', () => {
    const world = new World();
    const stamp = world.stamp(world.now - 50 * SECOND);
    expect(world.arrival(stamp, world.now - 1000)).toBe(world.now);
    expect(world.arrival(world.stamp(world.now + 50 * SECOND), world.now - 1000)).toBe(world.now);
  });

  it('a hair’s breadth outside is at the end, and no step', () => {
    const world = new World();
    expect(world.arrival(world.stamp(world.now + 900), world.now - 1000)).toBe(world.now);
    expect(world.arrival(world.stamp(world.now - 1900), world.now - 1000)).toBe(world.now - 1000);
  });

  it('a small step is found by the look of every tenth of a second', () => {
    const world = new World();
    world.clock.check(world.now);
    world.set(0.0005);
    const early = world.now + SECOND / 200;
    world.now = early + SECOND / 1000;
    // Nobody can tell: both could be true.
    expect(world.arrival(world.stamp(early), early - SECOND / 100)).toBe(early + SECOND / 2000);
    world.now += SECOND / 10;
    expect(world.arrival(world.stamp(world.now - 400), world.now - SECOND / 100)).toBe(world.now - 400);
  });
});
