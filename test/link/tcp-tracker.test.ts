import { describe, expect, it } from 'vitest';
import { Packet } from '../../src/link/packet.ts';
import { TcpTracker } from '../../src/link/tcp-tracker.ts';
import { type SegmentShape, segment, viewOf } from './packets.ts';

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
});
