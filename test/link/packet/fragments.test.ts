import { expect, it } from 'vitest';
import { Fragments } from '../../../src/link/packet/fragments.ts';
import { Packet } from '../../../src/link/packet/packet.ts';

function packet(version: number, identification: number): Packet {
  const one = new Packet();
  one.version = version;
  one.identification = identification;
  return one;
}

it('knows a datagram by its first fragment, each version of IP apart, until it is told to forget', () => {
  const known = new Fragments<string>();
  known.remember(packet(4, 7), 'four');
  known.remember(packet(6, 7), 'six');
  known.remember(packet(4, 8), 'eight');
  known.remember(packet(6, 2 ** 32 - 1), 'last');
  expect(known.find(packet(4, 7))).toBe('four');
  expect(known.find(packet(6, 7))).toBe('six');
  expect(known.find(packet(4, 8))).toBe('eight');
  expect(known.find(packet(6, 2 ** 32 - 1))).toBe('last');
  expect(known.find(packet(4, 9))).toBeUndefined();
  known.forget(packet(4, 7));
  expect(known.find(packet(4, 7))).toBeUndefined();
  expect(known.find(packet(6, 7))).toBe('six');
});

it('remembers a bounded number', () => {
  const known = new Fragments<number>();
  for (let id = 0; id < 1024; id++) known.remember(packet(4, id), id);
  expect([known.find(packet(4, 0)), known.find(packet(4, 1023))]).toEqual([0, 1023]);
  known.remember(packet(4, 5000), 5000);
  expect([known.find(packet(4, 0)), known.find(packet(4, 5000))]).toEqual([undefined, 5000]);
});
