/** CoDel against RFC 8289: when it drops, by its control law, and when it does not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Codel, INTERVAL, TARGET } from '../../../src/link/queue/codel.ts';
import { Fifo } from '../../../src/link/queue/fifo.ts';
import { SingleQueue } from '../../../src/link/queue/single.ts';
import { MILLISECOND } from '../../../src/units.ts';
import { runs } from '../../runs.ts';
import { type Item, item, Notes } from './items.ts';

const ENDLESS = { packets: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

/** A queue that never ends, of packets that have waited `sojourn` when they leave, one each `step`. */
class Standing {
  readonly notes = new Notes();
  readonly fifo = new Fifo<Item>();
  readonly codel: Codel<Item>;
  now = 0;

  constructor(ecn = false) {
    this.codel = new Codel(ecn, this.notes);
  }

  leave(sojourn: number, step: number, capable = false): Item | undefined {
    this.now += step;
    while (this.fifo.packets > 0) this.fifo.shift();
    for (let at = 0; at < 50; at++) this.fifo.push(item(this.now - sojourn, 1500, 0, capable));
    return this.codel.dequeue(this.fifo, this.now);
  }

  /** When it dropped, ms. */
  get drops(): number[] {
    return this.notes.drops.map(({ at }) => at / MILLISECOND);
  }
}

describe('CoDel', () => {
  it('has the target and the interval of the RFC', () => {
    expect([TARGET, INTERVAL]).toEqual([5 * MILLISECOND, 100 * MILLISECOND]);
  });

  it('drops by its control law: 100 ms after the wait began, then 100 ms/√1, /√2, /√3 … later', () => {
    const queue = new Standing();
    const step = 0.01 * MILLISECOND;
    while (queue.drops.length < 60) queue.leave(8 * MILLISECOND, step);
    const [first, ...rest] = queue.drops;
    expect(first).toBeCloseTo(0.01 + 100, 6);
    let due = first!;
    rest.forEach((at, index) => {
      due += 100 / Math.sqrt(index + 1);
      // The first departure at or after its time.
      expect(at - due).toBeGreaterThanOrEqual(-1e-6);
      expect(at - due).toBeLessThan(0.0101);
    });
  });

  it('drops several at once where the law is ahead of the departures', () => {
    const queue = new Standing();
    for (let at = 0; at < 400; at++) queue.leave(50 * MILLISECOND, 10 * MILLISECOND);
    const together = queue.drops.filter((at, index, all) => at === all[index - 1]);
    expect(together.length).toBeGreaterThan(0);
  });

  it('never drops where the wait is shorter than 5 ms at least once in 100 ms', () => {
    const queue = new Standing();
    for (let at = 0; at < 5000; at++) queue.leave((at % 99 === 0 ? 4.9 : 50) * MILLISECOND, MILLISECOND);
    expect(queue.drops).toEqual([]);
    const just = new Standing();
    for (let at = 0; at < 300; at++) just.leave((at % 102 === 0 ? 4.9 : 5) * MILLISECOND, MILLISECOND);
    expect(just.drops.length).toBeGreaterThan(0);
  });

  it('never drops the last packet of a slow line, however long it waited', () => {
    const notes = new Notes();
    const codel = new Codel<Item>(false, notes);
    const fifo = new Fifo<Item>();
    for (let at = 0; at < 100; at++) {
      const now = at * 1000 * MILLISECOND;
      fifo.push(item(now - 900 * MILLISECOND));
      fifo.push(item(now - 900 * MILLISECOND));
      codel.dequeue(fifo, now);
      codel.dequeue(fifo, now);
    }
    expect(notes.drops).toEqual([]);
  });

  it('stops as soon as the wait is short, and begins again at the rate that was needed', () => {
    const queue = new Standing();
    while (queue.drops.length < 20) queue.leave(20 * MILLISECOND, 0.1 * MILLISECOND);
    queue.leave(1 * MILLISECOND, 0.1 * MILLISECOND);
    const before = queue.drops.length;
    const again = queue.now / MILLISECOND + 0.1;
    while (queue.drops.length < before + 2) queue.leave(20 * MILLISECOND, 0.1 * MILLISECOND);
    const [first, second] = queue.drops.slice(before);
    expect(first! - again).toBeCloseTo(100, 1);
    // 20 drops since it began at 1: the law goes on at a count of 19 (RFC 8289, section 5.4, as Linux has it).
    expect(second! - first!).toBeGreaterThanOrEqual(100 / Math.sqrt(19) - 1e-6);
    expect(second! - first!).toBeLessThan(100 / Math.sqrt(19) + 0.11);
  });

  it('begins anew where that was long ago', () => {
    const queue = new Standing();
    while (queue.drops.length < 20) queue.leave(20 * MILLISECOND, 0.1 * MILLISECOND);
    queue.leave(1 * MILLISECOND, 1700 * MILLISECOND);
    const before = queue.drops.length;
    while (queue.drops.length < before + 2) queue.leave(20 * MILLISECOND, 0.1 * MILLISECOND);
    const [first, second] = queue.drops.slice(before);
    expect(second! - first!).toBeGreaterThan(99.9);
  });

  it('marks at the same times, and loses nothing, where packets can be marked', () => {
    const dropping = new Standing();
    const marking = new Standing(true);
    const without = new Standing(true);
    let lost = 0;
    for (let at = 0; at < 20_000; at++) {
      dropping.leave(20 * MILLISECOND, 0.1 * MILLISECOND);
      if (marking.leave(20 * MILLISECOND, 0.1 * MILLISECOND, true) === undefined) lost++;
      without.leave(20 * MILLISECOND, 0.1 * MILLISECOND);
    }
    expect(lost).toBe(0);
    expect(marking.drops).toEqual([]);
    expect(marking.notes.marks.length).toBe(dropping.drops.length);
    expect(marking.notes.marks.length).toBeGreaterThan(30);
    // Not ECN-capable: dropped as ever.
    expect(without.drops).toEqual(dropping.drops);
    expect(without.notes.marks).toEqual([]);
  });

  it('gives back what it was given, in order, but for what it dropped', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.nat(20), bytes: fc.integer({ min: 40, max: 1500 }) }), {
          maxLength: 300,
        }),
        fc.integer({ min: 1, max: 30 }),
        (packets, room) => {
          const notes = new Notes();
          const queue = new SingleQueue<Item>({ ...ENDLESS, packets: room }, notes, { ecn: false });
          const sent: Item[] = [];
          const left: Item[] = [];
          let now = 0;
          for (const { gap, bytes } of packets) {
            now += gap * MILLISECOND;
            const one = item(now, bytes);
            sent.push(one);
            queue.enqueue(one, now);
            if (gap > 12) left.push(...[queue.dequeue(now)].filter((two) => two !== undefined));
          }
          const gone = new Set(notes.drops.map(({ item: dropped }) => dropped.id));
          const all = [...left, ...queue.waiting()].map(({ id }) => id);
          expect(all).toEqual(sent.map(({ id }) => id).filter((id) => !gone.has(id)));
          expect(queue.packets).toBe(queue.waiting().length);
          expect(queue.bytes).toBe(queue.waiting().reduce((sum, { bytes }) => sum + bytes, 0));
        },
      ),
      { numRuns: runs(200) },
    );
  });
});
