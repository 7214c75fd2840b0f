import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { Crowd } from '../../../src/run/listening/crowd.ts';

const UNTROUBLED = 2000;
const come = (crowd: Crowd, address: string, now: number) => {
  const socket = new Socket();
  return { socket, ...crowd.enter(socket, address, now) };
};

it('the longest quiet makes room for the next of its own network, once it has been quiet for a while', () => {
  const crowd = new Crowd(3, UNTROUBLED);
  const [first, second, third] = [0, 1, 2].map((now) => come(crowd, '10.0.0.1', now));
  crowd.heard(first!.socket, 1500);
  expect(come(crowd, '10.0.0.1', 1900).admitted).toBe(false);
  const fourth = come(crowd, '10.0.0.1', 2500);
  expect(fourth).toMatchObject({ admitted: true, instead: second!.socket });
  expect([...crowd.sockets]).toEqual([first!.socket, third!.socket, fourth.socket]);
  crowd.leave(third!.socket);
  expect(come(crowd, '10.0.0.1', 2500)).not.toHaveProperty('instead');
});

it('whoever fills it makes room for others at once, and nobody else does', () => {
  const crowd = new Crowd(10, UNTROUBLED);
  const honest = come(crowd, '10.0.0.1', 0);
  const crowded = Array.from({ length: 9 }, (_, i) => come(crowd, `2001:db8::${i + 1}`, 10 + i));
  for (const { socket } of crowded) crowd.heard(socket, 100);
  expect(come(crowd, '10.0.0.2', 101)).toMatchObject({ admitted: true, instead: crowded[0]!.socket });
  // They would have to be quiet for a while to make room for their like.
  expect(come(crowd, '2001:db8::aa', 102).admitted).toBe(false);
  expect([...crowd.sockets]).toContain(honest.socket);
});

it('of equal crowds the newcomer’s own makes room', () => {
  const crowd = new Crowd(2, UNTROUBLED);
  const [one, other] = [come(crowd, '10.0.0.1', 0), come(crowd, '10.0.0.2', 0)];
  expect(come(crowd, '10.0.0.2', 5000)).toMatchObject({ instead: other.socket });
  expect(come(crowd, '10.0.0.1', 5000)).toMatchObject({ instead: one.socket });
});
