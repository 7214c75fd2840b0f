import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTime, writeTime } from '../../src/wire/batch.ts';
import {
  FLAG_ANSWER,
  FLAG_WARMUP,
  hasToken,
  OFFSET_FLAGS,
  PROBE_MAGIC,
  PROTOCOL_VERSION,
  readDoubt,
  readFlags,
  readHeader,
  readType,
  tokenFromHex,
  tokenToHex,
  writeDoubt,
  writeHeader,
  writeProbe,
} from '../../src/wire/header.ts';

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const time = fc.maxSafeNat();
const token = fc.record({ high: word, low: word });
const header = fc.record({
  type: fc.integer({ min: 0, max: 15 }),
  flags: fc.integer({ min: 0, max: 255 }),
  flow: word,
  token,
  number: time,
  time,
  sequence: time,
  received: time,
  transmitted: time,
});
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

describe('probe header', () => {
  it('comes back as it was written, and touches nothing around it', () => {
    fc.assert(
      fc.property(header, fc.nat(3), (written, place) => {
        const bytes = new Uint8Array(4 * 64).fill(0xaa);
        const view = viewOf(bytes);
        writeHeader(view, place * 64, written);
        expect(readHeader(view, place * 64)).toEqual(written);
        const around = [...bytes].filter((_, i) => i < place * 64 || i >= place * 64 + 64);
        expect(around.every((byte) => byte === 0xaa)).toBe(true);
      }),
    );
  });

  it('of a fresh probe has no times of an older one', () => {
    const bytes = new Uint8Array(192).fill(0xaa);
    const view = viewOf(bytes);
    writeProbe(view, 64, 0, 1, 7, { high: 3, low: 4 }, 9);
    expect(readHeader(view, 64)).toEqual({
      type: 0,
      flags: 1,
      flow: 7,
      token: { high: 3, low: 4 },
      number: 9,
      time: 0,
      sequence: 0,
      received: 0,
      transmitted: 0,
    });
    expect(bytes.subarray(64 + 56, 128).every((byte) => byte === 0)).toBe(true);
    expect([...bytes].filter((_, i) => i < 64 || i >= 128).every((byte) => byte === 0xaa)).toBe(true);
  });

  it('of another version is none of ours', () => {
    const view = viewOf(new Uint8Array(64));
    writeProbe(view, 0, 2, 0, 0, { high: 0, low: 0 }, 0);
    expect(readType(view, 0)).toBe(2);
    view.setUint8(2, ((PROTOCOL_VERSION + 1) << 4) | 2);
    expect(readType(view, 0)).toBe(-1);
    expect(readHeader(view, 0)).toBeUndefined();
    view.setUint8(2, (PROTOCOL_VERSION << 4) | 1);
    view.setUint16(0, PROBE_MAGIC + 1);
    expect(readType(view, 0)).toBe(-1);
  });

  it.each([
    [3, 4, true],
    [3, 5, false],
    [2, 4, false],
    [4, 3, false],
  ])('carries the token 3-4: %i-%i %s', (high, low, same) => {
    const view = viewOf(new Uint8Array(64));
    writeProbe(view, 0, 0, 0, 0, { high: 3, low: 4 }, 0);
    expect(hasToken(view, 0, { high, low })).toBe(same);
  });

  it('is big-endian at the places that the protocol names', () => {
    const bytes = new Uint8Array(64);
    writeHeader(viewOf(bytes), 0, {
      type: 2,
      flags: 5,
      flow: 0x01020304,
      token: { high: 0x11121314, low: 0x15161718 },
      number: 0x21,
      time: 0x31,
      sequence: 0x41,
      received: 0x51,
      transmitted: 0x61,
    });
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '53421205010203041112131415161718' +
        '0000000000000021' +
        '0000000000000031' +
        '0000000000000041' +
        '0000000000000051' +
        '0000000000000061' +
        '0000000000000000',
    );
  });

  it('never throws on any 64 bytes, and takes only its own magic and version', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
        const view = viewOf(bytes);
        const ours = view.getUint16(0) === PROBE_MAGIC && bytes[2]! >> 4 === PROTOCOL_VERSION;
        expect(readHeader(view, 0) !== undefined).toBe(ours);
        expect(readType(view, 0) === -1).toBe(!ours);
      }),
    );
  });

  it('compares tokens by both halves, and writes them as sixteen digits', () => {
    fc.assert(
      fc.property(header, token, (written, other) => {
        const view = viewOf(new Uint8Array(64));
        writeHeader(view, 0, written);
        expect(hasToken(view, 0, written.token)).toBe(true);
        const same = other.high === written.token.high && other.low === written.token.low;
        expect(hasToken(view, 0, other)).toBe(same);
        expect(tokenToHex(other)).toMatch(/^[0-9a-f]{16}$/);
        expect(tokenFromHex(tokenToHex(other))).toEqual(other);
      }),
    );
  });

  it('rounds times down to whole ns, and never below zero', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 2 ** 52, noNaN: true }), (value) => {
        const view = viewOf(new Uint8Array(8));
        writeTime(view, 0, value);
        expect(readTime(view, 0)).toBe(Math.max(0, Math.floor(value)));
      }),
    );
  });
});

describe('how much earlier a probe may have come', () => {
  const told = (doubt: number, flags = FLAG_ANSWER | FLAG_WARMUP): number => {
    const view = new DataView(new ArrayBuffer(64));
    view.setUint8(OFFSET_FLAGS, flags);
    writeDoubt(view, 0, doubt);
    expect(readFlags(view, 0) & 7).toBe(flags);
    return readDoubt(view, 0);
  };

  it('is told rounded up, by less than half', () => {
    for (let doubt = 1e5; doubt < 2e9; doubt *= 1.07) {
      expect(told(doubt)).toBeGreaterThanOrEqual(doubt * 0.999999);
      expect(told(doubt)).toBeLessThan(doubt * 1.5);
    }
  });

  it('is nothing where it is small or not known, and anything where it is long', () => {
    for (const doubt of [0, 9e4, Number.NaN, Number.POSITIVE_INFINITY]) expect(told(doubt)).toBe(0);
    expect(told(1e10)).toBe(Number.POSITIVE_INFINITY);
  });
});
