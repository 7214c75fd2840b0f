import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Pending } from '../../../src/run/listening/pending.ts';

const socket = (name: string): Socket => ({ name }) as unknown as Socket;

describe('connections that are no session’s', () => {
  it('of an address beyond its most: its oldest goes', () => {
    const pending = new Pending();
    const [first, second, third] = [socket('1'), socket('2'), socket('3')];
    expect(pending.add('10.0.0.1', first, 2, 100)).toBeUndefined();
    expect(pending.add('10.0.0.1', second, 2, 100)).toBeUndefined();
    expect(pending.add('10.0.0.1', third, 2, 100)).toBe(first);
    // What has gone by itself makes room.
    pending.delete('10.0.0.1', first);
    pending.delete('10.0.0.1', second);
    expect(pending.add('10.0.0.1', first, 2, 100)).toBeUndefined();
  });

  it('beyond the most in all: the oldest of the most crowded network goes, and no stranger to it', () => {
    const pending = new Pending();
    const honest = [socket('honest 1'), socket('honest 2')];
    for (const [i, one] of honest.entries()) pending.add(`10.0.0.${i}`, one, 5, 10);
    const many = Array.from({ length: 20 }, (_, i) => socket(`many ${i}`));
    const gone = many.map((one, i) => pending.add(`2001:db8::${i.toString(16)}`, one, 5, 10));
    expect(gone).toEqual([...Array(8).fill(undefined), ...many.slice(0, 12)]);
    const late = socket('late');
    expect(pending.add('10.0.0.9', late, 5, 10)).toBe(many[12]);
    for (const [i, one] of honest.entries()) pending.delete(`10.0.0.${i}`, one);
    expect(pending.add('10.0.0.9', socket('later'), 5, 10)).toBeUndefined();
  });
});
