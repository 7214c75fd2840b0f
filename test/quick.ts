/**
 * `expect` for properties, which ask a million times: what holds costs a comparison, and only what does not, or asks in
 * another way, the whole of vitest's own (some 10 µs, most of such a test's time).
 */
import { isDeepStrictEqual } from 'node:util';
import { type Assertion, expect as whole } from 'vitest';

class Quick {
  readonly actual: unknown;
  readonly what: string | undefined;

  constructor(actual: unknown, what: string | undefined) {
    this.actual = actual;
    this.what = what;
  }

  toBe(expected: unknown): void {
    if (!Object.is(this.actual, expected)) whole(this.actual, this.what).toBe(expected);
  }

  /** What is deeply and strictly equal is equal for vitest, too. */
  toEqual(expected: unknown): void {
    if (!isDeepStrictEqual(this.actual, expected)) whole(this.actual, this.what).toEqual(expected);
  }

  toBeCloseTo(expected: number, digits = 2): void {
    if (!(Math.abs((this.actual as number) - expected) < 10 ** -digits / 2))
      whole(this.actual, this.what).toBeCloseTo(expected, digits);
  }

  toBeLessThan(limit: number): void {
    if (!((this.actual as number) < limit)) whole(this.actual, this.what).toBeLessThan(limit);
  }

  toBeLessThanOrEqual(limit: number): void {
    if (!((this.actual as number) <= limit)) whole(this.actual, this.what).toBeLessThanOrEqual(limit);
  }

  toBeGreaterThan(limit: number): void {
    if (!((this.actual as number) > limit)) whole(this.actual, this.what).toBeGreaterThan(limit);
  }

  toBeGreaterThanOrEqual(limit: number): void {
    if (!((this.actual as number) >= limit)) whole(this.actual, this.what).toBeGreaterThanOrEqual(limit);
  }
}

/** Every other way of asking is vitest's. */
const others = new Proxy(Object.create(null) as object, {
  get: (_, name, { actual, what }: Quick) => Reflect.get(whole(actual, what), name) as unknown,
});
Object.setPrototypeOf(Quick.prototype, others);

const quick = (actual: unknown, what?: string) => new Quick(actual, what) as unknown as Assertion;
export const expect = Object.assign(quick, whole) as typeof whole;
