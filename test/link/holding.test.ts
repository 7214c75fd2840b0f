import { describe, expect, it } from 'vitest';
import { type Held, Holding } from '../../src/link/holding.ts';
import { Packet } from '../../src/link/packet/packet.ts';

const NEVER = Number.POSITIVE_INFINITY;
const held = (flow: number, deadline: number, slot = 0): Held<string> => ({
  packet: Object.assign(new Packet(), { key: flow }),
  extra: `${flow}/${deadline}`,
  outcome: {
    fate: 'delivered',
    duplicates: 0,
    reordered: false,
    deliveredAt: -1,
    time: 0,
    sojourn: -1,
    marked: false,
    queueDrop: undefined,
  },
  slot,
  copies: 1,
  deadline,
});

describe('packets that wait to be overtaken', () => {
  it('none', () => {
    const holding = new Holding<string>();
    expect([holding.count, holding.deadline]).toEqual([0, NEVER]);
    expect(holding.overtaken(1)).toEqual([]);
    expect(holding.expired(1e9)).toEqual([]);
  });

  it('the next of their flow lets them go, all at once, and no others', () => {
    const holding = new Holding<string>();
    const [a, b, c] = [held(1, 50), held(1, 40), held(2, 60)];
    for (const one of [a, b, c]) expect(holding.add(undefined, one)).toBe(one);
    expect([holding.count, holding.deadline]).toEqual([3, 40]);
    expect(holding.overtaken(1)).toEqual([a, b]);
    expect(holding.count).toBe(1);
    expect(holding.overtaken(1)).toEqual([]);
    expect(holding.overtaken(2)).toEqual([c]);
    expect(holding.count).toBe(0);
  });

  it('copies wait with the first', () => {
    const holding = new Holding<string>();
    const first = holding.add(undefined, held(1, 50));
    expect(holding.add(first, held(1, 10))).toBe(first);
    expect([holding.count, holding.deadline, first.copies]).toEqual([2, 50, 2]);
    expect(holding.overtaken(1)).toEqual([first]);
    expect(holding.count).toBe(0);
  });

  it('those that nobody overtakes go when their time has come, and the next time is known', () => {
    const holding = new Holding<string>();
    const all = [held(1, 50), held(1, 70), held(2, 60), held(3, 90)];
    for (const one of all) holding.add(undefined, one);
    expect(holding.expired(49)).toEqual([]);
    expect(holding.deadline).toBe(50);
    expect(holding.expired(50)).toEqual([all[0]]);
    expect([holding.count, holding.deadline]).toEqual([3, 60]);
    expect(holding.expired(75)).toEqual([all[1], all[2]]);
    expect([holding.count, holding.deadline]).toEqual([1, 90]);
    // Nothing is left of flow 1 that a later one could overtake.
    expect(holding.overtaken(1)).toEqual([]);
    expect(holding.expired(1000)).toEqual([all[3]]);
    expect([holding.count, holding.deadline]).toEqual([0, NEVER]);
  });

  it('a deadline of one that was overtaken is looked at in vain, once', () => {
    const holding = new Holding<string>();
    holding.add(undefined, held(1, 50));
    const other = holding.add(undefined, held(2, 80));
    holding.overtaken(1);
    expect(holding.expired(60)).toEqual([]);
    expect([holding.count, holding.deadline]).toEqual([1, 80]);
    expect(holding.expired(80)).toEqual([other]);
  });
});
