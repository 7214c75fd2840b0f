/** A link with a queue before its bandwidth: what is told of each packet, and when. */
import { describe, expect, it } from 'vitest';
import { MILLISECOND } from '../../src/units.ts';
import { impaired, TestLink } from './harness.ts';
import { TOKEN_TEXT } from './model.ts';
import { ip, probePacket, segment } from './packets.ts';

/** 1500 bytes take 10 ms. */
const SLOW = { bandwidth: 1.2e6, queue: 5 };
const full = (number: number, ect = false): Buffer => {
  const bytes = segment({ seq: number * 1460, length: 1460 });
  if (ect) bytes[1] = 2;
  return bytes;
};

describe('packets before a bandwidth', () => {
  it('are told of in the order in which they came, though a drop is known at once', () => {
    const link = new TestLink(impaired(SLOW));
    for (let number = 0; number < 8; number++) link.send(full(number), number);
    expect(link.records).toEqual([]);
    link.send(probePacket(), 5, 'down');
    link.until(31 * MILLISECOND);
    expect(link.records.map(({ index }) => index)).toEqual([0, 1, 2]);
    link.end();
    expect(link.records.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(link.records.map(({ fate, queueDrop }) => queueDrop ?? fate)).toEqual([
      ...Array(6).fill('delivered'),
      'full',
      'full',
      'delivered',
    ]);
    expect(link.records.slice(0, 3).map(({ sojourn }) => sojourn)).toEqual([
      0,
      10 * MILLISECOND - 1,
      20 * MILLISECOND - 2,
    ]);
  });

  it('have their fates from when they leave, by their own draws', () => {
    const queued = new TestLink(impaired({ ...SLOW, queue: 400, loss: 0.3, duplicate: 0.2, corrupt: 0.1 }));
    const free = new TestLink(impaired({ loss: 0.3, duplicate: 0.2, corrupt: 0.1 }));
    for (let number = 0; number < 300; number++)
      for (const link of [queued, free]) link.send(probePacket({ number, size: 500 }), number);
    const fates = ({ records }: TestLink) => records.map(({ fate, duplicates }) => [fate, duplicates]);
    expect(fates(queued.end())).toEqual(fates(free.end()));
    // Those that are lost behind the bandwidth took their time on it.
    const left = queued.out.up.at(-1)!.at;
    expect(left).toBeCloseTo((300 * (500 + 28) * 8e9) / 1.2e6, -3);
  });

  it('that wait when the counts are asked for are open, and counted later', () => {
    const link = new TestLink(impaired({ ...SLOW, queue: 50 }));
    link.link.start('udp', 0);
    for (let number = 0; number < 10; number++) link.send(probePacket({ number, size: 1472 }), number);
    link.until(25 * MILLISECOND);
    expect(link.report('udp', TOKEN_TEXT).up.udp).toMatchObject({ packets: 10, delivered: 2, waiting: 8 });
    link.end();
    expect(link.report('udp', TOKEN_TEXT).up.udp).toMatchObject({ packets: 10, delivered: 10, waiting: 0 });
  });

  it('free the room of their bytes when they are dropped', () => {
    const link = new TestLink(impaired(SLOW));
    for (let number = 0; number < 8; number++) link.send(full(number), number);
    expect([...link.free]).toEqual([6, 7]);
  });

  it('that can be marked are marked by CoDel, and nothing is lost; of others some are dropped', () => {
    for (const ect of [true, false]) {
      const link = new TestLink(impaired({ ...SLOW, queue: 1000, aqm: 'codel', ecn: true }));
      link.link.start('tcp', 0);
      for (let number = 0; number < 200; number++) link.send(full(number, ect), number * 5 * MILLISECOND);
      const { tcp, queue } = link.end().report('tcp', null).up;
      expect(tcp.packets).toBe(200);
      expect(ect ? tcp.marked : tcp.aqmDropped).toBeGreaterThan(5);
      expect(ect ? tcp.dropped : tcp.marked).toBe(0);
      expect([queue!.marked, queue!.aqm]).toEqual([tcp.marked, tcp.aqmDropped]);
      const marked = link.records.filter((record) => record.marked === true);
      expect(marked.map(({ index }) => index)).toEqual([...link.marked]);
      expect(marked.length).toBe(tcp.marked);
    }
  });

  it('of a sparse flow do not wait for those of a full one under FQ-CoDel', () => {
    const waited = (aqm: 'none' | 'fq-codel'): number => {
      const link = new TestLink(impaired({ ...SLOW, queue: 60, aqm }));
      for (let number = 0; number < 400; number++) {
        link.send(full(number), number * 5 * MILLISECOND);
        if (number % 10 === 0) link.send(probePacket({ number }), number * 5 * MILLISECOND + 1);
      }
      const probes = link
        .end()
        .records.filter(({ probe, sojourn }) => probe !== undefined && sojourn !== undefined);
      return Math.max(...probes.map(({ sojourn }) => sojourn!));
    };
    expect(waited('none')).toBeGreaterThan(500 * MILLISECOND);
    // The packet that is being sent, and one turn of the other flow.
    expect(waited('fq-codel')).toBeLessThan(21 * MILLISECOND);
  });

  it('in fragments stay in order, whatever manages the queue', () => {
    const link = new TestLink(impaired({ ...SLOW, queue: 60, aqm: 'fq-codel' }));
    const parts = [ip(4, 17, Buffer.alloc(1480)), ip(4, 17, Buffer.alloc(800))];
    parts[0]!.writeUInt16BE(0x2000, 6);
    parts[1]!.writeUInt16BE(185, 6);
    for (const part of parts) link.send(part, 0);
    expect(link.end().out.up.map(({ packet }) => packet)).toEqual([0, 1]);
  });

  it('are known to the queue of each run from its beginning on', () => {
    const link = new TestLink(impaired({ ...SLOW, queue: 50 }));
    for (let number = 0; number < 10; number++) link.send(full(number), 0);
    link.link.start('tcp', 50 * MILLISECOND);
    link.link.start('udp', 80 * MILLISECOND);
    link.send(full(11), 200 * MILLISECOND);
    const of = (transport: 'tcp' | 'udp') => link.report(transport, null).up.queue!;
    // At 50 ms four waited beside the one that was being sent; at 80 ms one.
    expect([of('tcp').packets.max, of('udp').packets.max]).toEqual([4, 1]);
    expect(of('tcp').packets.mean).toBeCloseTo((4 + 3 + 2 + 1) / 15, 6);
    expect(new TestLink(impaired({})).report('tcp', null).up.queue).toBeNull();
  });
});
