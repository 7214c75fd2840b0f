import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from '../../../src/session/schedule/token-bucket.ts';

const SECOND = 1e9;

describe('a token bucket', () => {
  it('never gives more than rate × time + burst, whoever asks and whenever', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 1e5 }),
        fc.array(fc.record({ after: fc.integer({ min: 0, max: 2e9 }), wanted: fc.nat(1e6) }), {
          maxLength: 50,
        }),
        (rate, burst, asks) => {
          const bucket = new TokenBucket(rate, burst);
          let now = 0;
          let taken = 0;
          for (const { after, wanted } of asks) {
            now += after;
            const count = Math.min(wanted, bucket.room(now));
            bucket.take(count);
            taken += count;
            expect(taken).toBeLessThanOrEqual((now / SECOND) * rate + burst + 1e-6 * taken);
          }
        },
      ),
    );
  });

  it('gives everything to who asks evenly at its rate', () => {
    const bucket = new TokenBucket(1000, 1);
    for (let i = 0; i < 10_000; i++) {
      expect(bucket.room(i * 1e6 + 1)).toBe(1);
      bucket.take(1);
    }
  });

  it('tells when the next token comes, and it is there then', () => {
    const bucket = new TokenBucket(3, 2);
    expect(bucket.room(0)).toBe(2);
    expect(bucket.readyAtAfter(1)).toBe(0);
    expect(bucket.readyAtAfter(2)).toBe(Math.ceil(SECOND / 3));
    bucket.take(2);
    expect(bucket.room(SECOND / 3 - 1)).toBe(0);
    expect(bucket.room(Math.ceil(SECOND / 3))).toBe(1);
  });

  it('does not gain by a clock that steps back, and has at least room for one', () => {
    const bucket = new TokenBucket(10, 0);
    expect(bucket.room(SECOND)).toBe(1);
    bucket.take(1);
    expect(bucket.room(0)).toBe(0);
    expect(bucket.room(SECOND)).toBe(0);
    expect(bucket.room(2 * SECOND)).toBe(1);
  });

  it('has no end where there is no limit', () => {
    const bucket = new TokenBucket(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    bucket.take(1e12);
    expect(bucket.room(0)).toBe(Number.POSITIVE_INFINITY);
  });
});
