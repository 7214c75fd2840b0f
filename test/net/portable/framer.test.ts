import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer } from '../../../src/net/portable/framer.ts';

interface Message {
  readonly first: number;
  readonly length: number;
}

/** A stream of `count` messages, the k-th of which begins with byte k and holds its position elsewhere. */
function stream(lengths: readonly number[]): Buffer {
  return Buffer.concat(lengths.map((length, k) => Buffer.alloc(length, k % 251)));
}

function framed(
  bytes: Buffer,
  cuts: readonly number[],
  framer: (deliver: (m: Message) => void) => Framer,
): Message[] {
  const messages: Message[] = [];
  const target = framer((message) => messages.push(message));
  const shared = Buffer.alloc(bytes.length + 1);
  let at = 0;
  for (const cut of [...cuts, bytes.length]) {
    const length = Math.min(cut, bytes.length - at);
    // One buffer for every read, as the port has it: nothing may be kept of it.
    shared.fill(255);
    bytes.copy(shared, 0, at, at + length);
    target.push(shared, length, 0);
    at += length;
  }
  return messages;
}

const make =
  (size: number, handshake: boolean, discard: boolean) =>
  (deliver: (message: Message) => void): Framer =>
    new Framer(size, handshake, discard, (source, from, to, length) => {
      const head = [...source.subarray(from, to)];
      expect(head).toHaveLength(64);
      expect(new Set(head).size).toBe(1);
      deliver({ first: head[0]!, length });
    });

const cuts = fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 60 });

describe('framer', () => {
  it('finds the same messages however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 300 }),
        fc.nat(40),
        fc.boolean(),
        cuts,
        (size, count, handshake, where) => {
          const lengths = [...(handshake ? [64] : []), ...Array<number>(count).fill(size)];
          const messages = framed(stream(lengths), where, make(size, handshake, false));
          expect(messages).toEqual(lengths.map((length, k) => ({ first: k, length })));
        },
      ),
    );
  });

  it('counts every payload byte once, and delivers nothing but the handshake, where it discards', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.boolean(), cuts, (payload, handshake, where) => {
        let target: Framer | undefined;
        const bytes = stream([...(handshake ? [64] : []), payload]);
        const messages = framed(bytes, where, (deliver) => {
          target = make(64, handshake, true)(deliver);
          return target;
        });
        expect(messages).toEqual(handshake ? [{ first: 0, length: 64 }] : []);
        expect(target!.bytes).toBe(payload);
      }),
    );
  });
});
