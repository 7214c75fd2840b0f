import { describe, it } from 'vitest';
import { Packet } from '../../../src/link/packet/packet.ts';
import { TcpTracker } from '../../../src/link/packet/tcp-tracker.ts';
import { expect } from '../../quick.ts';
import { type SegmentShape, segment, viewOf } from '../packets.ts';

function follow(shapes: readonly SegmentShape[]): (number | false)[] {
  const tracker = new TcpTracker();
  return shapes.map((shape, index) => {
    const bytes = segment(shape);
    const packet = new Packet();
    packet.read(viewOf(bytes), 0, bytes.length);
    tracker.see(packet, index);
    return tracker.retransmission && tracker.original;
  });
}

describe('TcpTracker', () => {
  it('links a repeated segment to the one it repeats, the latest first', () => {
    const shapes = [
      { seq: 100, length: 10 },
      { seq: 110, length: 10 },
      { seq: 100, length: 10 },
      { seq: 100, length: 10 },
      { seq: 120, length: 10 },
    ];
    expect(follow(shapes)).toEqual([false, false, 0, 2, false]);
  });

  it('knows a repeated SYN, and takes neither pure acknowledgements nor keepalives for repeats', () => {
    const shapes = [
      { seq: 100, flags: 2 },
      { seq: 100, flags: 2 },
      { seq: 101 },
      { seq: 101, length: 5 },
      { seq: 105 },
      { seq: 105 },
    ];
    expect(follow(shapes)).toEqual([false, 0, false, false, false, false]);
  });

  it('goes on where sequence numbers wrap', () => {
    const shapes = [
      { seq: 0xfffffffa, length: 10 },
      { seq: 4, length: 10 },
      { seq: 0xfffffffa, length: 10 },
    ];
    expect(follow(shapes)).toEqual([false, false, 0]);
  });

  it('remembers thousands of segments', () => {
    const shapes = Array.from({ length: 3000 }, (_, index) => ({ seq: index * 10, length: 10 }));
    expect(follow([...shapes, { seq: 50, length: 10 }]).at(-1)).toBe(5);
  });

  it('keeps connections apart', () => {
    const shapes = [
      { seq: 100, length: 10, port: 1000 },
      { seq: 50, length: 10, port: 1001 },
    ];
    expect(follow(shapes)).toEqual([false, false]);
  });

  it('knows a repeated FIN, which counts for one byte', () => {
    const shapes = [
      { seq: 100, length: 10 },
      { seq: 110, flags: 17 },
      { seq: 110, flags: 17 },
      { seq: 111, length: 1 },
    ];
    expect(follow(shapes)).toEqual([false, false, 1, false]);
  });

  it('takes a SYN elsewhere for a new connection of the same ports', () => {
    const shapes = [
      { seq: 100, length: 10 },
      { seq: 50, flags: 2 },
      { seq: 51, length: 10 },
      { seq: 51, length: 10 },
    ];
    expect(follow(shapes)).toEqual([false, false, false, 2]);
  });

  it('what was sent again does not lower what was sent', () => {
    const shapes = [100, 110, 100, 110].map((seq) => ({ seq: 0x50000000 + seq, length: 10 }));
    expect(follow(shapes)).toEqual([false, false, 0, 1]);
  });

  it('a repeat that begins where no segment began has no known original', () => {
    const few = [
      { seq: 100, length: 10 },
      { seq: 0, length: 10 },
    ];
    expect(follow(few)).toEqual([false, -1]);
    const many = Array.from({ length: 66 }, (_, index) => ({ seq: 1000 + index * 10, length: 10 }));
    expect(follow([...many, { seq: 0, length: 10 }]).at(-1)).toBe(-1);
    expect(follow([...many.slice(0, 64), { seq: 5, length: 1 }]).at(-1)).toBe(-1);
    expect(follow([...many.slice(0, 64), { seq: 1000, length: 10 }]).at(-1)).toBe(0);
  });

  it('remembers 4,096 segments of a connection, or 256 where there are more than 200', () => {
    const shapes = Array.from({ length: 4097 }, (_, index) => ({ seq: 1000 + index * 10, length: 10 }));
    expect(follow([...shapes, { seq: 1010, length: 10 }]).at(-1)).toBe(1);
    expect(follow([...shapes, { seq: 1000, length: 10 }]).at(-1)).toBe(-1);
    const others = (count: number) =>
      Array.from({ length: count }, (_, port) => ({ seq: 1, length: 1, port }));
    const of200 = [...others(199), ...shapes.slice(0, 257)];
    expect(follow([...of200, { seq: 1000, length: 10 }]).at(-1)).toBe(199);
    const of201 = [...others(200), ...shapes.slice(0, 257)];
    expect(follow([...of201, { seq: 1000, length: 10 }]).at(-1)).toBe(-1);
    expect(follow([...of201, { seq: 1010, length: 10 }]).at(-1)).toBe(201);
  });

  it('forgets the older half of very many connections, and no more', () => {
    const tracker = new TcpTracker();
    const packet = new Packet();
    const see = (key: number, index: number): number | false => {
      Object.assign(packet, { key, seq: 100, payloadLength: 10, flags: 16 });
      tracker.see(packet, index);
      return tracker.retransmission && tracker.original;
    };
    for (let key = 0; key < 20_000; key++) expect(see(key, key)).toBe(false);
    expect(see(0, 0)).toBe(0);
    expect(see(20_000, 20_000)).toBe(false);
    expect(see(10_000, 0)).toBe(10_000);
    expect(see(9_999, 0)).toBe(false);
  });

  it('counts the segments with payload of each connection, from 1 again where a run begins', () => {
    const tracker = new TcpTracker();
    expect([tracker.retransmission, tracker.original, tracker.place]).toEqual([false, -1, 0]);
    const place = (seq: number, payloadLength: number, more: Partial<Packet> = {}): number => {
      tracker.see(Object.assign(new Packet(), { key: 1, seq, payloadLength, flags: 16, ...more }), 0);
      return tracker.place;
    };
    expect([
      place(0, 0, { flags: 2 }),
      place(1, 10),
      place(11, 0),
      place(11, 64, { handshake: true }),
    ]).toEqual([0, 1, 0, 0]);
    expect(place(75, 10)).toBe(2);
    tracker.restart();
    expect([place(85, 10), place(95, 10)]).toEqual([1, 2]);
    tracker.restart();
    expect(place(105, 10)).toBe(1);
  });
});
