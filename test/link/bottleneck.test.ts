import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bottleneck } from '../../src/link/bottleneck.ts';
import { runs } from '../runs.ts';

/** One line of packets, all of them remembered. */
class Line {
  readonly #bits: number;
  readonly #room: number;
  readonly #leaving: number[] = [];

  constructor(bits: number, queue: number) {
    this.#bits = bits;
    this.#room = queue + 1;
  }

  inside(now: number): number {
    return this.#leaving.filter((at) => at > now).length;
  }

  enter(bytes: number, now: number): number {
    if (this.inside(now) === this.#room) return Number.POSITIVE_INFINITY;
    const leaves = Math.max(this.#leaving.at(-1) ?? 0, now) + bytes * (8e9 / this.#bits);
    this.#leaving.push(leaves);
    return leaves;
  }
}

describe('a bottleneck', () => {
  it('lets packets out one after the other, and drops what finds the queue full', () => {
    const arrivals = fc.array(fc.record({ gap: fc.nat(3000), bytes: fc.integer({ min: 20, max: 1500 }) }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(arrivals, fc.nat(5), fc.constantFrom(1e6, 8e9, 3e9), (packets, queue, bits) => {
        const tested = new Bottleneck(bits, queue);
        const line = new Line(bits, queue);
        let now = 0;
        for (const { gap, bytes } of packets) {
          now += gap;
          expect(tested.inside(now)).toBe(line.inside(now));
          expect(tested.enter(bytes, now)).toBe(line.enter(bytes, now));
          expect(tested.inside(now)).toBeLessThanOrEqual(queue + 1);
        }
      }),
      { numRuns: runs(200) },
    );
  });

  it('is empty at the moment when the last bit has left', () => {
    const line = new Bottleneck(8e9, 0);
    expect(line.enter(100, 0)).toBe(100);
    expect(line.inside(99)).toBe(1);
    expect(line.enter(100, 99)).toBe(Number.POSITIVE_INFINITY);
    expect(line.inside(100)).toBe(0);
    expect(line.enter(100, 100)).toBe(200);
  });

  it('without a queue still sends one packet at a time', () => {
    const line = new Bottleneck(8e9, -3);
    expect(line.enter(10, 0)).toBe(10);
    expect(line.enter(10, 5)).toBe(Number.POSITIVE_INFINITY);
  });
});
