import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  datagram,
  decodeDatagram,
  encodeDatagram,
  MOST_PAIRS,
} from '../../../../src/session/chat/language/datagram.ts';
import { LINE_BYTES } from '../../../../src/session/chat/rates/limits.ts';

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const token = fc.record({ high: uint32, low: uint32 });
const text = fc.string({ unit: 'grapheme', maxLength: 60 });

it('every datagram comes back as it was', () => {
  const message = fc.record({ id: uint32, number: uint32, action: fc.boolean(), text });
  const pairs = fc.array(fc.record({ id: uint32, last: uint32 }), { maxLength: MOST_PAIRS });
  fc.assert(
    fc.property(token, message, pairs, (mark, said, lasts) => {
      for (const one of [
        datagram('message', mark, said),
        datagram('lasts', mark, { number: said.number, pairs: lasts }),
        datagram('join', mark),
        datagram('joined', mark),
        datagram('contrast', mark, { id: said.id, number: said.number }),
      ])
        expect(decodeDatagram(encodeDatagram(one))).toEqual(one);
    }),
  );
});

it('any bytes are read or refused, never more', () => {
  const start = Buffer.from([0x53, 0x55, 1]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1300 }), fc.boolean(), (bytes, ours) => {
      const all = ours ? Buffer.concat([start, bytes]) : Buffer.from(bytes);
      const read = decodeDatagram(all);
      if (read === undefined) return;
      expect(encodeDatagram(read).length).toBe(all.length);
      expect(Buffer.byteLength(read.text)).toBeLessThanOrEqual(LINE_BYTES);
      expect(read.pairs.length).toBeLessThanOrEqual(MOST_PAIRS);
    }),
    { numRuns: 3000 },
  );
});

it('the answer to a join is not longer than the join', () => {
  const mark = { high: 1, low: 2 };
  expect(encodeDatagram(datagram('joined', mark)).length).toBe(encodeDatagram(datagram('join', mark)).length);
});

it('a full line fits a datagram that crosses every IPv6 path', () => {
  const line = datagram('message', { high: 1, low: 2 }, { text: 'x'.repeat(LINE_BYTES) });
  expect(encodeDatagram(line).length + 48).toBeLessThanOrEqual(1280);
  expect(MOST_PAIRS * 8 + 21 + 48).toBeLessThanOrEqual(1280);
});

it('another version, and more pairs than a datagram holds, are refused', () => {
  const mark = { high: 1, low: 2 };
  const bytes = encodeDatagram(datagram('join', mark));
  bytes[2] = 2;
  expect(decodeDatagram(bytes)).toBeUndefined();
  const pairs = Array.from({ length: MOST_PAIRS + 1 }, (_, id) => ({ id, last: 0 }));
  expect(decodeDatagram(encodeDatagram(datagram('lasts', mark, { pairs })))).toBeUndefined();
});
