import { describe, expect, it } from 'vitest';
import { Doors } from '../../../../src/run/chat/host/doors.ts';

const SECOND = 1e9;
const range = (count: number) => [...Array(count).keys()];

describe('the doors of a room', () => {
  it('let a whole class in that comes from one address and says its names', () => {
    const doors = new Doors();
    for (const number of range(50)) {
      expect(doors.admits('192.168.0.9', 0)).toBe(true);
      doors.enter('192.168.0.9', { name: `student-${number}`, cameAt: 0 });
    }
    expect(doors.admits('192.168.0.9', 0)).toBe(false);
    expect(doors.admits('192.168.0.10', 0)).toBe(true);
  });

  it('hold back who says no names, and nobody else', () => {
    const doors = new Doors();
    const silent = range(16).map(() => ({ name: null as string | null, cameAt: 0 }));
    for (const one of silent) {
      expect(doors.admits('fe80::1', 0)).toBe(true);
      doors.enter('fe80::1', one);
    }
    expect(doors.admits('fe80::1', 0)).toBe(false);
    expect(doors.admits('fe80::2', 0)).toBe(true);
    silent[0]!.name = 'Ana';
    expect(doors.admits('fe80::1', 0)).toBe(true);
    doors.leave('fe80::1', silent[1]!, 0);
    doors.enter('fe80::1', { name: null, cameAt: 0 });
    expect(doors.admits('fe80::1', 0)).toBe(true);
  });

  it('keep places for others from a network of many addresses, and let it come no faster than a few addresses', () => {
    const doors = new Doors();
    const address = (n: number): string => `2001:db8::${n.toString(16)}`;
    const people = range(250).map((n) => ({ name: `n${n}`, cameAt: 0 }));
    let inside = 0;
    for (const n of range(250)) {
      if (!doors.admits(address(n), n * SECOND)) continue;
      doors.enter(address(n), people[n]!);
      inside++;
    }
    expect(inside).toBe(200);
    expect(doors.admits('2001:db8:1::1', 250 * SECOND)).toBe(true);
    doors.leave(address(0), people[0]!, 0);
    doors.leave(address(0), people[0]!, 0);
    expect(doors.admits(address(249), 251 * SECOND)).toBe(true);
    doors.enter(address(249), people[249]!);
    expect(doors.admits(address(0), 252 * SECOND)).toBe(false);
    const fresh = new Doors();
    expect(range(500).filter((n) => fresh.admits(address(n), 0))).toHaveLength(240);
  });

  it('are not slammed all day: one that comes and goes waits', () => {
    const doors = new Doors();
    const comes = (now: number): boolean => {
      if (!doors.admits('10.0.0.1', now)) return false;
      const person = { name: 'Troll', cameAt: 0 };
      doors.enter('10.0.0.1', person);
      doors.leave('10.0.0.1', person, 0);
      return true;
    };
    expect(range(1000).filter(() => comes(0))).toHaveLength(60);
    expect(range(1000).filter(() => comes(10 * SECOND))).toHaveLength(10);
    for (const n of range(10_000)) doors.admits(`10.1.${n >> 8}.${n & 255}`, 10 * SECOND);
    expect(doors.admits('10.2.0.1', 10 * SECOND)).toBe(true);
  });

  it('are open to this machine', () => {
    const doors = new Doors();
    for (const _ of range(500)) {
      expect(doors.admits('127.0.0.1', 0)).toBe(true);
      doors.enter('127.0.0.1', { name: null, cameAt: 0 });
    }
    // As often as anybody needs to, and no more.
    expect(range(1000).filter(() => doors.admits('127.0.0.1', SECOND))).toHaveLength(20);
  });
});
