import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, FRAME_HEAD_BYTES, FrameReader } from '../../src/wire/frame.ts';

const VALUES = 10_000;
const messages = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }), { maxLength: 6 });

/** `bytes` in pieces of the given lengths, which are used in turn. */
function pieces(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const cut: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length]!;
    cut.push(bytes.subarray(at, at + length));
    at += length;
  }
  return cut;
}

const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

describe('frames', () => {
  it('come back whole and in order, however the stream is cut', () => {
    fc.assert(
      fc.property(messages, cuts, (sent, lengths) => {
        const reader = new FrameReader(1 << 20, VALUES);
        const stream = Buffer.concat(sent.map((message) => encodeFrame(message, 1)));
        const got = pieces(stream, lengths).flatMap((piece) => reader.push(piece));
        expect(got).toEqual(sent.map((message) => JSON.parse(JSON.stringify(message))));
        expect(reader.error).toBeUndefined();
      }),
    );
  });

  it('never throw on any bytes, and give nothing more after a mistake', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 })), (chunks) => {
        const reader = new FrameReader(256, VALUES);
        for (const chunk of chunks) {
          const broken = reader.error !== undefined;
          const got = reader.push(Buffer.from(chunk));
          if (broken) expect(got).toEqual([]);
        }
      }),
    );
  });

  it('survive one changed byte anywhere: understood, or a named mistake, never an exception', () => {
    const frame = encodeFrame({ type: 'hello', list: [1, 2, 3], text: 'é' }, 1);
    fc.assert(
      fc.property(fc.nat(frame.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(frame);
        damaged[at]! ^= change;
        const reader = new FrameReader(1024, VALUES);
        reader.push(damaged);
        expect([undefined, 'magic', 'too-long', 'json']).toContain(reader.error);
      }),
    );
  });

  it('take a body of exactly the limit, and bytes of UTF-8', () => {
    const message = { text: 'é→😀' };
    const frame = encodeFrame(message, 1);
    const exact = new FrameReader(frame.length - FRAME_HEAD_BYTES, VALUES);
    expect(exact.push(frame)).toEqual([message]);
    const short = new FrameReader(frame.length - FRAME_HEAD_BYTES - 1, VALUES);
    expect(short.push(frame)).toEqual([]);
    expect(short.error).toBe('too-long');
  });

  it('give what was whole before a mistake, name the mistake, and then nothing', () => {
    const good = encodeFrame({ a: 1 }, 1);
    const bad = encodeFrame({ b: 2 }, 1);
    bad[FRAME_HEAD_BYTES] = 0x78;
    const reader = new FrameReader(1024, VALUES);
    expect(reader.push(Buffer.concat([good, bad, good]))).toEqual([{ a: 1 }]);
    expect(reader.error).toBe('json');
    expect(reader.push(good)).toEqual([]);
    expect(reader.error).toBe('json');
  });

  it('refuse a length above the limit at its head, before the body is there', () => {
    const frame = encodeFrame({ text: 'x'.repeat(100) }, 1);
    const reader = new FrameReader(50, VALUES);
    expect(reader.push(frame.subarray(0, FRAME_HEAD_BYTES))).toEqual([]);
    expect(reader.error).toBe('too-long');
  });

  it('tell a caller of another kind by its first bytes', () => {
    for (const text of ['GET / HTTP/1.1\r\n\r\n', 'SBxxxxxxxxxxxxxx', '\0\0\0\0\0\0\0\0']) {
      const reader = new FrameReader(1024, VALUES);
      reader.push(Buffer.from(text));
      expect(reader.error).toBe('magic');
    }
  });
});
