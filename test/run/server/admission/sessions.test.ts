import { describe, expect, it } from 'vitest';
import { Sessions } from '../../../../src/run/server/admission/sessions.ts';
import type { Session } from '../../../../src/run/server/session/session.ts';

let last = 0;
const session = (address: string, kept: number): Session =>
  ({ token: { high: 1, low: ++last }, info: { address }, kept }) as unknown as Session;

function all(...each: Session[]): Sessions {
  const sessions = new Sessions();
  for (const one of each) sessions.add(one);
  return sessions;
}

describe('who goes where memory is short', () => {
  it('whoever keeps the most, and of equals the latest', () => {
    const [first, greedy, latest] = [session('a', 5), session('b', 9), session('c', 5)];
    expect(all().atFault(1)).toBeUndefined();
    expect(all(first, greedy, latest).atFault(20)).toBe(greedy);
    expect(all(first, latest).atFault(1)).toBe(latest);
    expect(all(first, latest).atFault(0)).toBeUndefined();
  });

  it('nobody where the sessions have little of it', () => {
    const two = [session('a', 5), session('b', 9)];
    expect(all(...two).atFault(27)).toBe(two[1]);
    expect(all(...two).atFault(28)).toBeUndefined();
  });

  it('of an address whose sessions keep too much together, the one that keeps the most', () => {
    const mine = [session('a', 40), session('a', 50), session('a', 30)];
    const others = [session('b', 100), session('c', 101)];
    expect(all(...mine, ...others).beyond(100)).toEqual([mine[1], others[1]]);
    expect(all(...mine, ...others).beyond(120)).toEqual([]);
    const many = [session('2001:db8::1', 60), session('2001:db8::2', 50), session('2001:db8:0:1::1', 60)];
    expect(all(...many).beyond(100)).toEqual([many[0]]);
  });
});
