import { describe, expect, it } from 'vitest';
import { ARRIVED, Delivery } from '../../../../../src/measure/ledger/delivery.ts';
import { mergeStrips } from '../../../../../src/measure/ledger/merge.ts';
import type { FateRecord } from '../../../../../src/result/impairment.ts';
import { HeldBack, withHeld } from '../../../../../src/run/client/assemble/stream/held-back.ts';

const SIZE = 100;
const DELAY = 20;

interface Sent {
  /** Number of the first probe in it; the stream's first byte is that of number 0. */
  readonly number: number;
  readonly at: number;
  readonly lost?: boolean;
  readonly messages?: number;
  readonly direction?: 'up' | 'down';
  readonly flow?: number;
  readonly warmup?: boolean;
  /** Bytes that are none of a probe's beginning. */
  readonly middle?: boolean;
  readonly base?: number;
}

function packet(sent: Sent): FateRecord {
  const { number, at, lost = false, messages = 1, direction = 'up', flow = 0, warmup = false } = sent;
  return {
    time: at,
    direction,
    protocol: 'tcp',
    source: `client ${direction} ${flow}`,
    destination: 'server',
    bytes: 40 + SIZE,
    fate: lost ? 'lost' : 'delivered',
    ...(!lost && { deliveredAt: at + DELAY }),
    tcp: {
      seq: ((sent.base ?? 5000) + number * SIZE) >>> 0,
      ack: 0,
      flags: 'A',
      length: messages * SIZE,
    },
    ...(sent.middle !== true && { probe: { flow, number, warmup } }),
    index: 0,
  };
}

function heldOf(sents: readonly Sent[], flow = 0): number[] {
  const held = new HeldBack(SIZE);
  for (const sent of sents) held.take([packet(sent)]);
  return Array.from({ length: 50 }, (_, number) => number).filter((number) => held.has(flow, number));
}

describe('probes held back by a lost segment', () => {
  it('nothing is lost: none', () => {
    expect(heldOf([0, 1, 2, 3].map((number) => ({ number, at: number * 10 })))).toEqual([]);
  });

  it('the lost one and those that came before its second copy, and no other', () => {
    expect(
      heldOf([
        { number: 0, at: 0 },
        { number: 1, at: 10, lost: true },
        { number: 2, at: 20 },
        { number: 3, at: 30 },
        { number: 1, at: 35 },
        // Reaches the receiver after the second copy.
        { number: 4, at: 40 },
        { number: 5, at: 50 },
      ]),
    ).toEqual([1, 2, 3]);
  });

  it('though the connection was opened before the link counted its time from the run', () => {
    expect(
      heldOf([
        { number: 0, at: 9_000_000, warmup: true },
        { number: 1, at: 10, lost: true },
        { number: 2, at: 20 },
        { number: 1, at: 35 },
        { number: 3, at: 50 },
      ]),
    ).toEqual([1, 2]);
  });

  it('nobody knows as long as the second copy has not come', () => {
    expect(
      heldOf([
        { number: 0, at: 0, lost: true },
        { number: 1, at: 10 },
        { number: 0, at: 50, lost: true },
      ]),
    ).toEqual([]);
  });

  it('answers count too, whichever direction lost', () => {
    const down = { direction: 'down' } as const;
    expect(
      heldOf([
        { number: 0, at: 0, ...down, lost: true },
        { number: 1, at: 10, ...down },
        { number: 0, at: 30, ...down },
      ]),
    ).toEqual([0, 1]);
  });

  it('a second copy that was not needed holds nobody back', () => {
    expect(
      heldOf([
        { number: 0, at: 0 },
        { number: 1, at: 10 },
        { number: 0, at: 50 },
        { number: 2, at: 60 },
      ]),
    ).toEqual([]);
  });

  it('several messages in one segment', () => {
    expect(
      heldOf([
        { number: 0, at: 0, messages: 3, lost: true },
        { number: 3, at: 10, messages: 2 },
        { number: 0, at: 40, messages: 3 },
        { number: 5, at: 70 },
      ]),
    ).toEqual([0, 1, 2, 3, 4]);
  });

  it('a second copy that carries new bytes as well', () => {
    expect(
      heldOf([
        { number: 0, at: 0, lost: true },
        { number: 0, at: 40, messages: 2 },
      ]),
    ).toEqual([0]);
  });

  it('of a second copy with new bytes, only the new ones are its own', () => {
    expect(
      heldOf([
        { number: 0, at: 0 },
        { number: 0, at: 40, messages: 2, lost: true },
        { number: 1, at: 80 },
      ]),
    ).toEqual([1]);
  });

  it('the warm-up has numbers of its own', () => {
    const warm = heldOf([
      { number: 0, at: 0, warmup: true, lost: true },
      { number: 1, at: 10, warmup: true },
      { number: 0, at: 30, warmup: true },
    ]);
    expect(warm).toEqual([]);
  });

  it('connections do not hold each other back', () => {
    const sents: Sent[] = [
      { number: 0, at: 0, flow: 0, lost: true },
      { number: 0, at: 5, flow: 1 },
      { number: 0, at: 40, flow: 0 },
    ];
    expect([heldOf(sents, 0), heldOf(sents, 1)]).toEqual([[0], []]);
  });

  it('sequence numbers go round', () => {
    const base = 2 ** 32 - SIZE;
    expect(
      heldOf([
        { number: 0, at: 0, base },
        { number: 1, at: 10, base, lost: true },
        { number: 2, at: 20, base },
        { number: 1, at: 40, base },
      ]),
    ).toEqual([1, 2]);
  });

  it('packets that were not told end what was known, and it begins anew', () => {
    expect(
      heldOf([
        { number: 0, at: 0, lost: true },
        // 1 and the second copy of 0 were not told.
        { number: 2, at: 20 },
        { number: 3, at: 30, lost: true },
        { number: 4, at: 40 },
        { number: 3, at: 60 },
      ]),
    ).toEqual([3, 4]);
  });

  it('marks a strip: what waited and what did not seem to, never what was lost or late', () => {
    const held = new HeldBack(SIZE);
    for (const number of [10, 11, 12, 13]) held.take([packet({ number, at: number, lost: true })]);
    for (const number of [10, 11, 12, 13]) held.take([packet({ number, at: 100 + number })]);
    const strip = (fates: string) => ({
      from: 9,
      codes: Uint8Array.from(fates, (fate) => fate.charCodeAt(0)),
      probes: null,
    });
    expect(withHeld(strip('.w.lx?'), held)).toEqual({ from: 9, fates: '.hhlx?' });
    expect(withHeld(strip('.w'), undefined)).toEqual({ from: 9, fates: '.w' });
  });

  it('marks a strip of several flows by whose each probe is, also where several generators sent them', () => {
    // Generator 0 has the flows 0 and 2, generator 1 the flow 1: only flow 2 lost something.
    const held = new HeldBack(SIZE);
    for (const flow of [0, 1, 2])
      for (const number of [0, 1]) held.take([packet({ flow, number, at: number, lost: flow === 2 })]);
    for (const number of [0, 1]) held.take([packet({ flow: 2, number, at: 50 + number })]);
    const first = new Delivery();
    const second = new Delivery();
    for (const number of [0, 1]) {
      for (const flow of [0, 1]) first.sent(flow, number, number);
      second.sent(0, number, number);
    }
    for (let order = 0; order < 4; order++) first.fate(order, ARRIVED);
    for (let order = 0; order < 2; order++) second.fate(order, ARRIVED);
    const strips = [first.strip(10, true), second.strip(10, false)];
    // Dealt evenly: flows 0, 2 and 1, and the same again.
    expect(withHeld(mergeStrips(strips), held)).toEqual({ from: 0, fates: '.h..h.' });
  });
});
