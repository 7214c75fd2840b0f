/** A room over UDP: what is lost is told and not repaired. */
import { describe, expect, it } from 'vitest';
import { SECOND, world } from './world.ts';

describe('over UDP', () => {
  const join = (w: ReturnType<typeof world>, name: string): number => {
    const id = w.enter(name, 'udp');
    w.room.reached(id);
    return id;
  };

  it('copies go as datagrams to whom they reach, and over TCP to the others', () => {
    const w = world();
    const [ana, bob, carl] = [w.enter('Ana', 'tcp'), join(w, 'Bob'), w.enter('Carl', 'udp')];
    w.room.line(ana, 'one', 0);
    expect(w.relayed.get(bob)).toEqual([{ id: ana, number: 1, text: 'one' }]);
    expect(w.heard(bob, 'message')).toEqual([]);
    // Carl's datagrams have not reached the host yet.
    expect(w.heard(carl, 'message')).toHaveLength(1);
    expect(w.relayed.has(ana)).toBe(false);
  });

  it('what never came is told to those who hear its sender over TCP, once, after a second', () => {
    const w = world();
    const [ana, bob] = [w.enter('Ana', 'tcp'), join(w, 'Bob')];
    w.room.heard(bob, 1, 'one', false, 0);
    w.room.heard(bob, 4, 'four', false, 0);
    w.room.heard(bob, 3, 'three', false, SECOND / 2);
    w.room.counted(bob, 6, SECOND / 2);
    for (let now = 0; now < 4 * SECOND; now += SECOND / 4) w.room.tick(now);
    const counts = w.heard(ana, 'lost').map((event) => (event as { count: number }).count);
    expect(counts.reduce((all, count) => all + count, 0)).toBe(3);
    expect(w.heard(ana, 'message')).toMatchObject([
      { number: 1, fate: 'in-order' },
      { number: 4, fate: 'in-order' },
      { number: 3, fate: 'out-of-order' },
    ]);
  });

  it('the last number of whoever spoke lately is repeated each second', () => {
    const w = world();
    const [ana, bob] = [w.enter('Ana', 'tcp'), join(w, 'Bob')];
    w.room.line(ana, 'one', 0);
    for (let now = 0; now <= 20 * SECOND; now += SECOND / 4) w.room.tick(now);
    const told = w.lasts.get(bob)!;
    expect(told.length).toBeGreaterThanOrEqual(9);
    expect(told.length).toBeLessThanOrEqual(11);
    expect(told.every(([pair]) => pair!.id === ana && pair!.last === 1)).toBe(true);
    expect(w.lasts.has(ana)).toBe(false);
  });

  it('datagrams of a member that speaks over TCP count for nothing', () => {
    const w = world();
    const [ana, bob] = [w.enter('Ana', 'tcp'), w.enter('Bob', 'tcp')];
    w.room.heard(bob, 1, 'forged', false, 0);
    w.room.counted(bob, 99, 0);
    w.room.tick(5 * SECOND);
    expect([...w.heard(ana, 'message'), ...w.heard(ana, 'lost')]).toEqual([]);
  });

  it('a contrast sends each line over both, at an even pace, and only one runs at a time', () => {
    const w = world();
    const [ana, bob] = [w.enter('Ana', 'tcp'), join(w, 'Bob')];
    const plain = w.enter('Nc');
    w.room.reached(ana);
    w.room.line(ana, '/contrast 10', 0);
    w.room.line(bob, '/contrast 5', 0);
    expect(w.refusals(bob)).toEqual(['contrast-runs']);
    for (let now = 0; w.room.hurried && now < 10 * SECOND; now += SECOND / 50) w.room.tick(now);
    const expected = Array.from({ length: 10 }, (_, i) => i + 1);
    for (const id of [ana, bob]) {
      expect(w.contrasts.get(id)).toEqual(expected);
      const lines = w
        .heard(id, 'contrast')
        .flatMap((event) => (event.event === 'contrast' && event.phase === 'line' ? [event.number] : []));
      expect(lines).toEqual(expected);
    }
    expect(w.heard(plain, 'contrast').map((event) => (event as { phase: string }).phase)).toEqual([
      'start',
      'end',
    ]);
    expect(w.room.hurried).toBe(false);
  });
});
