/** What waits on the link: to be overtaken, for the bandwidth, and how many may. */
import { describe, expect, it } from 'vitest';
import { draw, PURPOSE } from '../../src/link/draw.ts';
import type { Packet } from '../../src/link/packet/packet.ts';
import { probePacket } from './packets.ts';
import { read, SEEDS, Way } from './way.ts';

const HOLD = 100e6;

describe('what waits', () => {
  /** The numbers of flow 0 that are to be reordered. */
  const held = (number: number): boolean =>
    draw({ seed: SEEDS.up, flow: 0, number, copy: 0 }, PURPOSE.reorder) < 0.5;
  const first = Array.from({ length: 200 }, (_, number) => number).find(
    (number) => held(number) && !held(number + 1) && !held(number + 2),
  )!;
  const probe = (number: number, flow = 0): Packet => read(probePacket({ number, flow }));

  it('is overtaken by the next of its flow that is delivered, and by no other', () => {
    const way = new Way({ reorder: 0.5, delay: 10, drop: [first + 2] });
    way.send(probe(first), 0);
    expect([way.told.length, way.direction.underWay, way.references[0]]).toEqual([0, 1, 1]);
    expect(way.direction.due).toBe(10 + HOLD);
    // Dropped: it overtakes nobody.
    way.send(probe(first + 1), 100);
    expect([way.fates(), way.direction.underWay]).toEqual([['lost'], 1]);
    way.send(probe(first + 2), 200);
    expect(way.direction.underWay).toBe(2);
    way.until(1e9);
    expect(way.told.map(({ slot, reordered, deliveredAt }) => [slot, reordered, deliveredAt])).toEqual([
      [1, false, -1],
      [0, true, 210],
      [2, false, 210],
    ]);
    expect(way.out.map(({ slot }) => slot)).toEqual([2, 0]);
  });

  it('goes in order where none comes for 100 ms; its copies go with it', () => {
    const way = new Way({ reorder: 1, duplicate: 1, delay: 10 });
    way.send(probe(first), 5);
    expect([way.direction.underWay, way.references]).toEqual([2, [2]]);
    way.until(15 + HOLD - 1);
    expect(way.told).toEqual([]);
    way.until(15 + HOLD);
    expect(way.told).toMatchObject([
      { fate: 'delivered', duplicates: 1, reordered: false, deliveredAt: 15 + HOLD },
    ]);
    expect(way.out.map(({ slot }) => slot)).toEqual([0, 0]);
    expect(way.direction.underWay).toBe(0);
  });

  it('for the bandwidth is told, and is nothing without one', () => {
    const way = new Way({});
    way.send(probe(0), 0);
    expect(way.direction.waiting()).toEqual([]);
    const slow = new Way({ bandwidth: 92 * 8, queue: 10 });
    for (let number = 0; number < 3; number++) slow.send(probe(number), 0);
    expect(
      [0, 1.5e9, 2.5e9, 4e9].map((now) => {
        slow.until(now);
        return slow.direction.waiting().length;
      }),
    ).toEqual([3, 2, 1, 0]);
  });

  it('65,536 may be under way; one more is dropped, and that is the lab’s fault', () => {
    const way = new Way({ delay: 1e9 });
    const packet = probe(0);
    for (let count = 0; count < 65_536; count++) way.send(packet, 0);
    expect([way.direction.underWay, way.direction.overrun]).toEqual([65_536, 0]);
    way.send(packet, 0);
    expect([way.direction.underWay, way.direction.overrun, way.fates().at(-1)]).toEqual([
      65_536,
      1,
      'queueDropped',
    ]);
  });
});
