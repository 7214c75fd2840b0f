import { describe, expect, it } from 'vitest';
import { condensed, LossSlots, mergeBatches, sentBesides } from '../../../src/measure/slices/batches.ts';

const SLOTS = 2048;
const plain = (data: { width: number; sent: Float64Array; received: Float64Array }) => ({
  width: data.width,
  sent: Array.from(data.sent.subarray(0, 6)),
  received: Array.from(data.received.subarray(0, 6)),
});

describe('slots of losses', () => {
  it('by time since the start; what lies before it is in the first', () => {
    const slots = new LossSlots(1000, 10);
    for (const at of [900, 1000, 1009, 1010, 1035]) slots.sent(at);
    for (const at of [1009, 1035]) slots.received(at);
    expect(plain(slots.data())).toEqual({
      width: 10,
      sent: [3, 1, 0, 1, 0, 0],
      received: [1, 0, 0, 1, 0, 0],
    });
    expect(slots.data().sent.length).toBe(SLOTS);
  });

  it('are of a millisecond to begin with', () => {
    const slots = new LossSlots(0);
    slots.sent(1e6 - 1);
    slots.sent(1e6);
    expect(plain(slots.data())).toMatchObject({ width: 1e6, sent: [1, 1, 0, 0, 0, 0] });
  });

  it('the last place of all is still one of them; the next doubles the width and loses nothing', () => {
    const slots = new LossSlots(0, 1);
    for (let at = 0; at < SLOTS; at++) {
      slots.sent(at);
      if (at % 2 === 1) slots.received(at);
    }
    expect(slots.data().width).toBe(1);
    expect(slots.data().sent.every((count) => count === 1)).toBe(true);
    slots.sent(SLOTS);
    const { width, sent, received } = slots.data();
    expect(width).toBe(2);
    expect(Array.from(sent.subarray(0, SLOTS / 2))).toEqual(Array(SLOTS / 2).fill(2));
    expect(Array.from(sent.slice(SLOTS / 2, SLOTS / 2 + 2))).toEqual([1, 0]);
    expect(Array.from(received.subarray(0, SLOTS / 2 + 1))).toEqual([...Array(SLOTS / 2).fill(1), 0]);
    slots.received(SLOTS * 8 - 1);
    expect(slots.data().width).toBe(8);
    expect(slots.data().received.at(-1)).toBe(1);
    expect(slots.data().sent.reduce((all, count) => all + count)).toBe(SLOTS + 1);
  });

  it('what was handed over does not change any more', () => {
    const slots = new LossSlots(0, 1);
    const before = slots.data();
    slots.sent(0);
    slots.received(0);
    expect([before.sent[0], before.received[0]]).toEqual([0, 0]);
  });
});

describe('slots of several generators', () => {
  it('are summed at the widest width, and the parts stay as they are', () => {
    const narrow = new LossSlots(0, 1);
    for (const at of [0, 1, 2, 5, 9, SLOTS - 1]) narrow.sent(at);
    narrow.received(5);
    const wide = new LossSlots(0, 4);
    for (const at of [0, 4, 8]) wide.sent(at);
    wide.received(8);
    const parts = [narrow.data(), wide.data()];
    const merged = mergeBatches(parts);
    expect(plain(merged)).toEqual({ width: 4, sent: [4, 2, 2, 0, 0, 0], received: [0, 1, 1, 0, 0, 0] });
    expect(merged.sent[SLOTS / 4 - 1]).toBe(1);
    expect([merged.sent.length, merged.received.length]).toEqual([SLOTS, SLOTS]);
    expect(plain(parts[0]!)).toEqual(plain(narrow.data()));
    expect(plain(parts[1]!)).toEqual(plain(wide.data()));
  });
});

describe('slots of numbers', () => {
  it('what each flow sent stands beside what was received', () => {
    const received = Float64Array.of(5, 3, 0, 0);
    const { width, sent } = sentBesides({ width: 4, received }, [10, 3, 0]);
    expect(width).toBe(4);
    expect([...sent]).toEqual([7, 4, 2, 0]);
  });
});

describe('condensed', () => {
  const data = (sent: number[], received: number[]) => ({
    width: 10,
    sent: Float64Array.from(sent),
    received: Float64Array.from(received),
  });

  it('is cut behind the last that is filled, on either side', () => {
    const given = data([1, 2, 0, 0, 0, 0, 0, 0], [1, 0, 1, 0, 0, 0, 0, 0]);
    const { width, sent, received } = condensed(given, 4);
    expect([width, [...sent], [...received]]).toEqual([10, [1, 2, 0], [1, 0, 1]]);
    const { sent: other } = condensed(data([1, 2, 0, 5], [1, 0, 0, 0]), 4);
    expect([...other]).toEqual([1, 2, 0, 5]);
  });

  it('is widened until it fits, and what was given stays as it is', () => {
    const given = data([1, 2, 3, 4, 5, 0, 0, 0], [1, 1, 1, 1, 1, 0, 0, 0]);
    const { width, sent, received } = condensed(given, 2);
    expect([width, [...sent], [...received]]).toEqual([40, [10, 5], [4, 1]]);
    expect([...given.sent]).toEqual([1, 2, 3, 4, 5, 0, 0, 0]);
    expect([...given.received]).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
  });

  it('is nothing where nothing is filled', () => {
    expect(condensed(data([0, 0], [0, 0]), 1)).toEqual({
      width: 10,
      sent: new Float64Array(0),
      received: new Float64Array(0),
    });
  });
});
