import { describe, expect, it } from 'vitest';
import {
  ARRIVED,
  ARRIVED_LATE,
  DELIVERY_LIMIT,
  Delivery,
  fatesOf,
  LOST,
  OUT_OF_ORDER,
  runLengthCoded,
  TWICE,
  WAITED,
} from '../../../src/measure/ledger/delivery.ts';

const RING = 4096;
const coded = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('codes of fates', () => {
  it('are those of the result', () => {
    expect(String.fromCharCode(ARRIVED, LOST, ARRIVED_LATE, OUT_OF_ORDER, WAITED, TWICE)).toBe('.xlowd');
  });

  it.each([
    ['', ''],
    ['.', '1.'],
    ['...xww', '3.1x2w'],
    ['x.x', '1x1.1x'],
    ['..........................o', '26.1o'],
  ])('%s is written %s', (codes, text) => {
    expect(runLengthCoded(coded(codes))).toBe(text);
  });
});

describe('fates in the order of sending', () => {
  const filled = (count: number): Delivery => {
    const delivery = new Delivery();
    for (let order = 0; order < count; order++) delivery.sent(order % 3, Math.floor(order / 3), order * 10);
    return delivery;
  };

  it('knows whose each probe was, when it left, and what became of it', () => {
    const delivery = filled(4);
    delivery.fate(0, ARRIVED);
    delivery.fate(3, OUT_OF_ORDER);
    delivery.fate(1, ARRIVED_LATE);
    expect(delivery.count).toBe(4);
    const { codes, sentAt, flow, number } = delivery.data();
    // The third is still awaited: at the end that is lost.
    expect(String.fromCharCode(...codes)).toBe('.lxo');
    expect([...sentAt]).toEqual([0, 10, 20, 30]);
    expect([...flow]).toEqual([0, 1, 2, 0]);
    expect([...number]).toEqual([0, 0, 0, 1]);
  });

  it('tells a further copy of those that simply arrived, and of none that is not there', () => {
    const delivery = filled(4);
    delivery.fate(0, ARRIVED);
    delivery.fate(1, ARRIVED_LATE);
    delivery.fate(2, OUT_OF_ORDER);
    for (const order of [0, 0, 1, 2, 3, 4, 0xffffffff]) delivery.copied(order);
    expect(fatesOf(delivery.strip(10, false).codes)).toBe('dlo?');
    expect(String.fromCharCode(...delivery.data().codes)).toBe('dlox');
  });

  it('tells a copy where either the result or the strip still holds its probe', () => {
    const delivery = filled(DELIVERY_LIMIT + RING);
    for (let order = 0; order < delivery.count; order++) delivery.fate(order, ARRIVED);
    for (const order of [0, DELIVERY_LIMIT - 1, DELIVERY_LIMIT, delivery.count - 1]) delivery.copied(order);
    const copied = (codes: Uint8Array): number[] =>
      [...codes].flatMap((fate, at) => (fate === TWICE ? [at] : []));
    expect(copied(delivery.data().codes)).toEqual([0, DELIVERY_LIMIT - 1]);
    const { from, codes } = delivery.strip(RING, false);
    expect(copied(codes)).toEqual([DELIVERY_LIMIT - from, delivery.count - 1 - from]);
  });

  it('keeps the first ones only, whatever becomes of later ones', () => {
    const delivery = filled(DELIVERY_LIMIT + 5);
    for (let order = 0; order < DELIVERY_LIMIT + 5; order++) delivery.fate(order, ARRIVED);
    const { codes, sentAt, flow, number } = delivery.data();
    expect([codes, sentAt, flow, number].map(({ length }) => length)).toEqual(Array(4).fill(DELIVERY_LIMIT));
    expect(codes.every((fate) => fate === ARRIVED)).toBe(true);
    expect(sentAt.at(-1)).toBe((DELIVERY_LIMIT - 1) * 10);
    expect(delivery.count).toBe(DELIVERY_LIMIT + 5);
  });

  it('shows the newest, awaited ones as such', () => {
    const delivery = filled(5);
    delivery.fate(4, ARRIVED);
    delivery.fate(2, WAITED);
    expect(delivery.strip(3, false)).toEqual({ from: 2, codes: coded('w?.'), probes: null });
    expect(delivery.strip(100, false)).toEqual({ from: 0, codes: coded('??w?.'), probes: null });
    expect(delivery.strip(2, true)).toEqual({
      from: 3,
      codes: coded('?.'),
      probes: { flow: Uint32Array.of(0, 1), number: Uint32Array.of(1, 1) },
    });
    expect(new Delivery().strip(10, true)).toEqual({
      from: 0,
      codes: coded(''),
      probes: { flow: new Uint32Array(0), number: new Uint32Array(0) },
    });
  });

  it('a place that comes round again is awaited anew, and the fate of the one before it is not its own', () => {
    const delivery = filled(RING);
    for (let order = 0; order < RING; order++) delivery.fate(order, ARRIVED);
    // The oldest that is shown still takes its fate; the one that was there before it does not.
    delivery.fate(0, OUT_OF_ORDER);
    expect(fatesOf(delivery.strip(RING, false).codes).slice(0, 2)).toBe('o.');
    delivery.sent(2, 77, 1e6);
    delivery.fate(0, ARRIVED_LATE);
    const { from, codes, probes } = delivery.strip(RING + 1000, true);
    const fates = fatesOf(codes);
    expect([from, fates.length, fates.slice(0, 2), fates.at(-1)]).toEqual([1, RING, '..', '?']);
    expect([probes!.flow.at(-1), probes!.number.at(-1)]).toEqual([2, 77]);
    expect([probes!.flow[0], probes!.number[0]]).toEqual([1, 0]);
    delivery.fate(RING, WAITED);
    expect(delivery.strip(1, false)).toEqual({ from: RING, codes: coded('w'), probes: null });
  });
});
