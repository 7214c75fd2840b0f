/** The answer of rtnetlink, as the kernel writes it (linux/rtnetlink.h, linux/gen_stats.h). */
import { expect, it } from 'vitest';
import { queueDrops, readQueues } from '../../../../src/net/linux/kernel/queue-counters.ts';
import { kernel } from '../support.ts';

const ROOT = 0xffffffff;

const attribute = (type: number, value: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(4 + value.length);
  head.writeUInt16LE(type, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
};
const message = (type: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(16 + body.length);
  head.writeUInt16LE(type, 4);
  return Buffer.concat([head, body]);
};
/** A queue of an interface, with a name of odd length before what is asked for. */
function queue(index: number, parent: number, drops: number): Buffer {
  const about = Buffer.alloc(20);
  about.writeInt32LE(index, 4);
  about.writeUInt32LE(parent, 12);
  const counts = Buffer.alloc(20);
  counts.writeUInt32LE(7, 0);
  counts.writeUInt32LE(drops, 8);
  const stats = Buffer.concat([attribute(1, Buffer.alloc(12)), attribute(3, counts)]);
  // NLA_F_NESTED.
  const nested = attribute(0x8000 | 7, stats);
  return message(36, Buffer.concat([about, attribute(1, Buffer.from('htb\0x')), nested]));
}
const DONE = message(3, Buffer.alloc(4));

const read = (...parts: Buffer[]) => {
  const bytes = Buffer.concat(parts);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const drops = new Map<number, number>();
  return { over: readQueues({ view }, bytes.length, drops), drops: [...drops] };
};

it('gives the drops of the queue by which an interface sends, with what is below it counted once', () => {
  expect(read(queue(2, ROOT, 625), queue(2, 0x10001, 600), queue(3, ROOT, 4), DONE)).toEqual({
    over: true,
    drops: [
      [2, 625],
      [3, 4],
    ],
  });
});

it('goes on until its end, and knows what is no answer', () => {
  expect(read(queue(2, ROOT, 1))).toEqual({ over: false, drops: [[2, 1]] });
  expect(read(message(2, Buffer.alloc(20)))).toEqual({ over: true, drops: [] });
  // An attribute that ends before it begins.
  const broken = queue(2, ROOT, 1);
  broken.writeUInt16LE(0, 16 + 20);
  expect(read(broken, DONE)).toEqual({ over: true, drops: [] });
});

it.runIf(kernel !== undefined)('comes from this kernel, too', () => {
  expect(queueDrops(kernel!)).toBeInstanceOf(Map);
});
