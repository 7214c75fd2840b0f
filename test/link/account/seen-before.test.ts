import { describe, expect, it } from 'vitest';
import { SeenBefore } from '../../../src/link/account/seen-before.ts';
import { Packet } from '../../../src/link/packet/packet.ts';

const GENERATION = 65_536;
const probe = (flow: number, number: number, warmup = false): Packet =>
  Object.assign(new Packet(), { flow, number, warmup });

describe('how often a probe came before', () => {
  it('each by flow, number and part of the run, and no two are taken for one', () => {
    const seen = new SeenBefore();
    const each: Packet[] = [];
    for (const flow of [0, 1, 2, 3, 2 ** 18])
      for (const number of [0, 1, 2, 5, 2 ** 22, 2 ** 32, 2 ** 33 - 1])
        for (const warmup of [false, true]) each.push(probe(flow, number, warmup));
    for (const times of [0, 1, 2]) for (const packet of each) expect(seen.count(packet)).toBe(times);
  });

  it('is bounded', () => {
    const seen = new SeenBefore();
    const counts = Array.from({ length: 70 }, () => seen.count(probe(0, 7)));
    expect([counts[59], counts[60], counts[61], counts[69]]).toEqual([59, 60, 60, 60]);
  });

  it('is remembered for a generation and the next, and forgotten after that', () => {
    const seen = new SeenBefore();
    const fill = (from: number, count: number): void => {
      for (let number = from; number < from + count; number++) seen.count(probe(0, number));
    };
    fill(0, GENERATION);
    expect(seen.count(probe(0, 5))).toBe(1);
    fill(GENERATION, GENERATION - 1);
    // Number 5 came in the second generation, number 6 in the first alone.
    expect(seen.count(probe(0, 5))).toBe(2);
    expect(seen.count(probe(0, 6))).toBe(0);
  });
});
