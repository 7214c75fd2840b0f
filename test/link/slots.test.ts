import { expect, it } from 'vitest';
import { SeenBefore } from '../../src/link/account/seen-before.ts';
import { Packet } from '../../src/link/packet/packet.ts';
import { SLOT_BYTES, Slots } from '../../src/link/slots.ts';

it('slots are as many as are wanted, each with memory of its own that never moves', () => {
  let slabs = 0;
  const slots = new Slots(() => ++slabs * 1e9);
  const taken = Array.from({ length: 3000 }, () => slots.take());
  expect([...taken].sort((a, b) => a - b)).toEqual(Array.from({ length: 3000 }, (_, i) => i));
  expect(slabs).toBe(3);
  expect(slots.address(0)).toBe(1e9);
  expect(slots.address(1023)).toBe(1e9 + 1023 * SLOT_BYTES);
  expect(slots.address(1024)).toBe(2e9);
  expect(slots.address(2049)).toBe(3e9 + SLOT_BYTES);
  for (const slot of taken) slots.view(slot).setUint32(slots.offset(slot), slot);
  for (const slot of taken) expect(slots.view(slot).getUint32(slots.offset(slot))).toBe(slot);
});

it('a slot is free again with its last reference, and not before', () => {
  const slots = new Slots(() => 0);
  const slot = slots.take();
  slots.hold(slot, 2);
  const others = Array.from({ length: 1023 }, () => slots.take());
  expect(others).not.toContain(slot);
  slots.release(slot);
  const next = slots.take();
  expect(next).not.toBe(slot);
  slots.give(next);
  slots.release(slot);
  expect([slots.take(), slots.take()].sort((a, b) => a - b)).toEqual([slot, next].sort((a, b) => a - b));
});

it('counts how often a probe came before: by flow, number and part of the run', () => {
  const seen = new SeenBefore();
  const count = (flow: number, number: number, warmup = false): number => {
    const packet = new Packet();
    Object.assign(packet, { flow, number, warmup });
    return seen.count(packet);
  };
  expect([count(0, 1), count(0, 1), count(0, 1)]).toEqual([0, 1, 2]);
  expect([count(1, 1), count(0, 2), count(0, 1, true)]).toEqual([0, 0, 0]);
  expect([count(1, 1), count(0, 2), count(0, 1, true)]).toEqual([1, 1, 1]);
  for (let i = 0; i < 100; i++) count(7, 7);
  expect(count(7, 7)).toBe(60);
  // What is two generations old is forgotten, what is one old is not.
  for (let number = 0; number < 65_536; number++) count(9, number);
  expect(count(0, 1)).toBe(3);
  for (let number = 0; number < 2 * 65_536; number++) count(10, number);
  expect(count(0, 1)).toBe(0);
});
