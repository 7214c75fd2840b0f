import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Batch,
  BLOCKED,
  copyHeader,
  HEADER_BYTES,
  NO_STAMP,
  readTime,
  SENT,
  writeTime,
} from '../../src/wire/batch.ts';

describe('a batch', () => {
  it('has room for as many as were asked for, each with a header of 64 bytes', () => {
    for (const capacity of [1, 3, 1024]) {
      const batch = new Batch(capacity);
      expect(batch).toMatchObject({ capacity, limit: capacity, count: 0, stampAt: NO_STAMP });
      expect(batch.headers).toHaveLength(capacity * 64);
      expect(batch.words).toHaveLength(capacity * 16);
      for (const column of [batch.flow, batch.length, batch.time, batch.status])
        expect(column).toHaveLength(capacity);
    }
  });

  it('shows the same memory as bytes, as a view and as words', () => {
    const batch = new Batch(2);
    batch.view.setUint32(HEADER_BYTES + 4, 0x01020304);
    expect([...batch.headers.subarray(68, 72)]).toEqual([1, 2, 3, 4]);
    batch.words[17] = 0;
    expect(batch.view.getUint32(HEADER_BYTES + 4)).toBe(0);
  });

  it('is full at its limit, which may be lowered, and empty when cleared', () => {
    const batch = new Batch(2);
    expect(batch.full).toBe(false);
    batch.count = 1;
    expect(batch.full).toBe(false);
    batch.limit = 1;
    expect(batch.full).toBe(true);
    batch.limit = 2;
    batch.count = 2;
    expect(batch.full).toBe(true);
    batch.clear();
    expect(batch.count).toBe(0);
  });

  it('keeps what did not leave apart from every errno', () => {
    expect(SENT).toBe(0);
    expect(BLOCKED).toBeLessThan(0);
    expect(NO_STAMP).toBeLessThan(0);
  });
});

it('a copied header is 64 bytes, no more and no less, from anywhere to anywhere', () => {
  const source = Int32Array.from({ length: 48 }, (_, word) => word + 1);
  for (const entry of [0, 1, 2])
    for (const from of [0, 5, 32]) {
      const batch = new Batch(3);
      copyHeader(batch, entry, source, from);
      const expected = new Int32Array(48);
      expected.set(source.subarray(from, from + 16), entry * 16);
      expect([...batch.words]).toEqual([...expected]);
    }
});

describe('a time on the wire', () => {
  const view = new DataView(new ArrayBuffer(24));

  it('comes back whole, at any place', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        fc.nat(16),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (time, at, part) => {
          writeTime(view, at, time < 2 ** 40 ? time + part : time);
          expect(readTime(view, at)).toBe(time);
        },
      ),
    );
  });

  it('before the epoch is the epoch', () => {
    view.setUint32(0, 7);
    view.setUint32(4, 7);
    writeTime(view, 0, -1.5);
    expect(readTime(view, 0)).toBe(0);
    writeTime(view, 0, Number.NaN);
    expect(readTime(view, 0)).toBe(0);
  });

  it('is big-endian', () => {
    writeTime(view, 0, 0x010203040506);
    expect([...new Uint8Array(view.buffer, 0, 8)]).toEqual([0, 0, 1, 2, 3, 4, 5, 6]);
  });
});
