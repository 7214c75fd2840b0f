/** FQ-CoDel (RFC 8290): fair between flows, in order within each, and new flows first. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowTable } from '../../../src/link/queue/flow-table.ts';
import { FqCodel, QUANTUM } from '../../../src/link/queue/fq-codel.ts';
import { MILLISECOND } from '../../../src/units.ts';
import { runs } from '../../runs.ts';
import { type Item, item, Notes } from './items.ts';

const ENDLESS = { packets: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
const make = (room = ENDLESS, ecn = false) => {
  const notes = new Notes();
  return { notes, queue: new FqCodel<Item>(room, notes, ecn, 1) };
};

/** Jain's index: 1 where all have the same. */
const jain = (shares: readonly number[]): number =>
  shares.reduce((sum, share) => sum + share, 0) ** 2 /
  (shares.length * shares.reduce((sum, share) => sum + share ** 2, 0));

describe('FQ-CoDel', () => {
  it('shares the line equally among flows of any packet sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 60, max: 1500 }), { minLength: 2, maxLength: 20 }), (sizes) => {
        const { queue } = make();
        const sent = sizes.map(() => 0);
        for (let turn = 0; turn < 4000; turn++) {
          // Nobody waits long enough to be dropped, and everybody always has something.
          const now = turn * 1000;
          sizes.forEach((bytes, flow) => {
            if (turn % 40 === 0) for (let at = 0; at < 40; at++) queue.put(item(now, bytes, flow + 1));
          });
          const left = queue.dequeue(now)!;
          sent[left.flow - 1]! += left.bytes;
        }
        expect(jain(sent)).toBeGreaterThan(0.99);
      }),
      { numRuns: runs(10) },
    );
  });

  it('lets a flow that sends little go first, before those that fill it', () => {
    const { queue } = make();
    for (let at = 0; at < 200; at++) for (const flow of [1, 2, 3]) queue.put(item(0, 1500, flow));
    for (let at = 0; at < 30; at++) queue.dequeue(at);
    queue.put(item(31, 92, 9));
    expect(queue.dequeue(32)!.flow).toBe(9);
  });

  it('lets nobody go first again and again: one that was empty waits for its turn once', () => {
    const { queue } = make();
    for (let at = 0; at < 20; at++) for (const flow of [1, 2]) queue.put(item(0, 500, flow));
    const next = (): number => queue.dequeue(1)!.flow;
    // Both have had their first turn, and the next ones begin.
    for (let at = 0; at < 8; at++) next();
    queue.put(item(1, 92, 9));
    expect([next(), next()]).toEqual([9, 1]);
    queue.put(item(1, 92, 9));
    expect([next(), next(), next(), next(), next(), next()]).toEqual([1, 1, 2, 2, 2, 9]);
  });

  it('serves a quantum of each in turn', () => {
    const { queue } = make();
    for (let at = 0; at < 40; at++) for (const flow of [1, 2]) queue.put(item(0, 500, flow));
    const order = Array.from({ length: 16 }, (_, at) => queue.dequeue(at)!.flow);
    // 1514 bytes: three packets of 500, and a fourth that makes up for it.
    expect(order.slice(0, 8)).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    expect(order.slice(8)).toEqual([1, 1, 1, 2, 2, 2, 1, 1]);
    expect(QUANTUM).toBe(1514);
  });

  it('drops from the head of the fattest flow where it is full', () => {
    const { queue, notes } = make({ ...ENDLESS, packets: 10 });
    const fat = Array.from({ length: 8 }, () => item(0, 1500, 1));
    for (const one of fat) queue.enqueue(one, 0);
    for (let at = 0; at < 4; at++) queue.enqueue(item(1, 100, 2), 1);
    expect(notes.drops.map(({ item: dropped, why }) => [dropped.id, why])).toEqual([
      [fat[0]!.id, 'full'],
      [fat[1]!.id, 'full'],
    ]);
    expect([queue.packets, queue.bytes]).toEqual([10, 6 * 1500 + 400]);
    const bytes = make({ ...ENDLESS, bytes: 3000 });
    for (let at = 0; at < 5; at++) bytes.queue.enqueue(item(0, 1000, at), 0);
    expect([bytes.queue.packets, bytes.notes.drops.length]).toEqual([3, 2]);
  });

  it('manages each flow by itself: the one that waits too long loses, the other nothing', () => {
    const { queue, notes } = make();
    let now = 0;
    for (let at = 0; at < 3000; at++) {
      now += MILLISECOND;
      queue.put(item(now - 30 * MILLISECOND, 1500, 1));
      queue.put(item(now - 30 * MILLISECOND, 1500, 1));
      if (at % 10 === 0) queue.put(item(now, 92, 2));
      queue.dequeue(now);
    }
    expect(notes.drops.length).toBeGreaterThan(20);
    expect(new Set(notes.drops.map(({ item: { flow } }) => flow))).toEqual(new Set([1]));
  });

  it('marks instead of dropping where it may', () => {
    const { queue, notes } = make(ENDLESS, true);
    for (let at = 0; at < 3000; at++) {
      const now = at * MILLISECOND;
      for (let more = 0; more < 2; more++) queue.put(item(now - 30 * MILLISECOND, 1500, 1, true));
      queue.dequeue(now);
    }
    expect([notes.drops.length, notes.marks.length > 20]).toEqual([0, true]);
  });

  it('loses nobody: what came is sent, dropped or waits, each flow in order', () => {
    const traffic = fc.array(
      fc.record({
        gap: fc.nat(3),
        flow: fc.integer({ min: 1, max: 6 }),
        bytes: fc.integer({ min: 40, max: 1500 }),
        leave: fc.nat(2),
      }),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(traffic, fc.integer({ min: 1, max: 40 }), (packets, room) => {
        const { queue, notes } = make({ ...ENDLESS, packets: room });
        const came: Item[] = [];
        const left: Item[] = [];
        let now = 0;
        for (const { gap, flow, bytes, leave } of packets) {
          now += gap * 3 * MILLISECOND;
          const one = item(now, bytes, flow);
          came.push(one);
          queue.enqueue(one, now);
          for (let at = 0; at < leave; at++)
            left.push(...[queue.dequeue(now)].filter((two) => two !== undefined));
        }
        const waiting = queue.waiting();
        const ids = [...left, ...waiting, ...notes.drops.map(({ item: dropped }) => dropped)].map(
          ({ id }) => id,
        );
        expect(ids.sort((one, other) => one - other)).toEqual(came.map(({ id }) => id));
        expect([queue.packets, queue.packets <= room]).toEqual([waiting.length, true]);
        for (const flow of [1, 2, 3, 4, 5, 6]) {
          const order = [...left, ...waiting].filter((one) => one.flow === flow).map(({ id }) => id);
          expect(order).toEqual([...order].sort((one, other) => one - other));
        }
        while (queue.dequeue(now) !== undefined);
        expect([queue.packets, queue.bytes]).toEqual([0, 0]);
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('queues of flows', () => {
  it('are not shared while there are others, and are given again when they are free', () => {
    const used = new Set<object>();
    const table = new FlowTable<object>(
      1,
      () => ({}),
      (queue) => !used.has(queue),
    );
    const queues = Array.from({ length: 300 }, (_, flow) => {
      const queue = table.of(flow * 77 + 2 ** 37);
      used.add(queue);
      return queue;
    });
    expect(new Set(queues).size).toBe(300);
    expect(table.of(2 ** 37)).toBe(queues[0]);
    used.clear();
    for (let flow = 0; flow < 5000; flow++) expect(table.of(flow)).toBeDefined();
  });

  it('are shared where thousands wait at once', () => {
    const table = new FlowTable<object>(
      1,
      () => ({}),
      () => false,
    );
    const queues = new Set(Array.from({ length: 20_000 }, (_, flow) => table.of(flow)));
    expect(queues.size).toBe(1024);
  });
});
