import { describe, expect, it } from 'vitest';
import { type Goodput, MOST_COLUMNS, MOST_TOLD } from '../../../src/measure/goodput/goodput.ts';
import { goodput, MS, SECOND } from './streams.ts';

/** One piece each `every` ns from `from` to `to`, both included. */
function stream(into: Goodput, from: number, to: number, every: number, bytes: number): void {
  for (let at = from; at <= to; at += every) into.arrived(at, bytes);
}

describe('the span', () => {
  it('begins one warm-up after the first byte and lasts as long as was asked: what comes in it counts, to the byte', () => {
    const told = goodput();
    stream(told, 0.5 * SECOND, 7 * SECOND, 0.125 * SECOND, 1000);
    expect(told.over).toBe(true);
    expect(told.data(8 * SECOND)).toEqual({
      bytes: 32_000,
      span: 4 * SECOND,
      columns: [8000, 8000, 8000, 8000],
    });
  });

  it('of a piece that comes across an end, the share that came in the span counts', () => {
    const told = goodput({ warmup: SECOND, duration: SECOND });
    for (const [at, bytes] of [
      [0, 100],
      [0.8, 100],
      [1.2, 400],
      [1.6, 100],
      [2.4, 800],
      [3, 100],
    ] as const)
      told.arrived(at * SECOND, bytes);
    // From 1 to 2 s: half of 400, all of 100, half of 800.
    expect(told.data(3 * SECOND)).toEqual({ bytes: 700, span: SECOND, columns: [700] });
  });

  it('begins earlier where the sender was told to begin before the first byte came; a late word changes nothing', () => {
    const early = goodput();
    early.announce(0.1 * SECOND);
    stream(early, 0.5 * SECOND, 6 * SECOND, 0.1 * SECOND, 10);
    expect(early.data(6 * SECOND).bytes).toBe(400);
    const late = goodput();
    stream(late, 0.5 * SECOND, 1 * SECOND, 0.1 * SECOND, 10);
    late.announce(0.9 * SECOND);
    stream(late, 1.1 * SECOND, 6 * SECOND, 0.1 * SECOND, 10);
    expect(late.data(6 * SECOND)).toMatchObject({ bytes: 400, span: 4 * SECOND });
  });

  it('begins with the first byte where the path takes longer than the warm-up', () => {
    const told = goodput({ warmup: 0 });
    told.announce(0);
    stream(told, 0.3 * SECOND, 5 * SECOND, 0.1 * SECOND, 10);
    expect(told.data(5 * SECOND)).toMatchObject({ bytes: 400, span: 4 * SECOND });
  });

  it('but not after a silence that was told: that was a part of the run', () => {
    const told = goodput({ warmup: 0 });
    told.announce(0);
    expect(told.soFar(2 * SECOND).span).toBe(SECOND);
    stream(told, 2 * SECOND, 5 * SECOND, 0.1 * SECOND, 10);
    expect(told.data(5 * SECOND)).toMatchObject({ bytes: 210, span: 4 * SECOND });
  });

  it('ends with the last piece where no more than a pause is left: nobody sends the next one', () => {
    const told = goodput({ warmup: 0 });
    // Ten a second from 0.05 s on, the first at the beginning of the span: the fortieth would be its end.
    stream(told, 0.05 * SECOND, 3.96 * SECOND, 0.1 * SECOND, 1000);
    const { bytes, span } = told.data(5 * SECOND);
    expect((bytes * 8e9) / span).toBeCloseTo(80_000, 3);
  });

  it('a longer silence at its end is one of the path, and counts', () => {
    const told = goodput();
    stream(told, 0, 3 * SECOND, 0.01 * SECOND, 100);
    expect(told.data(9 * SECOND)).toMatchObject({ bytes: 20_000, span: 4 * SECOND });
  });

  it('by count: it ends with the last byte, however long nothing comes after it', () => {
    const told = goodput({ warmup: 0, duration: Number.POSITIVE_INFINITY });
    stream(told, SECOND, 3 * SECOND, 0.1 * SECOND, 10);
    expect(told.data(60 * SECOND)).toMatchObject({ bytes: 200, span: 2 * SECOND });
  });

  it('a sender that was stopped ends it: what comes after that is the last of it', () => {
    const told = goodput();
    stream(told, 0, 2.5 * SECOND, 0.1 * SECOND, 10);
    told.end(1.2 * SECOND);
    told.arrived(2.6 * SECOND, 1000);
    expect(told.data(9 * SECOND)).toMatchObject({ bytes: 150, span: 1.5 * SECOND });
    const never = goodput();
    never.end(SECOND);
    expect(never.data(SECOND)).toEqual({ bytes: 0, span: 0, columns: [] });
  });

  it('nothing came: none in all that time, or nothing is known where nobody was told to send', () => {
    const told = goodput();
    told.announce(0);
    expect(told.data(9 * SECOND)).toEqual({ bytes: 0, span: 4 * SECOND, columns: [0, 0, 0, 0] });
    expect(goodput().data(9 * SECOND).span).toBe(0);
    expect(goodput().soFar(SECOND)).toEqual({ bytes: 0, span: 0 });
    expect(goodput().ended(SECOND)).toEqual({ since: 0, columns: [] });
  });
});

describe('what is read together is one piece', () => {
  it('of whoever stood still: all of it came since the piece before, not in the moment of reading', () => {
    const told = goodput({ warmup: 0, interval: 100 * MS });
    told.arrived(0, 1);
    // 400 ms of reading nothing, then twenty reads in 2 ms.
    for (let read = 0; read < 20; read++) told.arrived(400 * MS + read * 0.1 * MS, 2000);
    expect(told.ended(500 * MS).columns).toEqual([9953, 9952, 9953, 9953]);
    expect(told.soFar(500 * MS)).toEqual({ bytes: 40_000, span: 401.9 * MS });
  });

  it('but what goes on without a pause is told as it goes', () => {
    const told = goodput({ warmup: 0, interval: 100 * MS });
    for (let at = 0; at <= 300 * MS; at += 0.05 * MS) told.arrived(at, 50);
    const { columns } = told.ended(300 * MS);
    expect(columns.length).toBe(2);
    for (const bytes of columns) expect(Math.abs(bytes - 100_000)).toBeLessThan(500);
    expect(told.soFar(300 * MS).span).toBeGreaterThan(280 * MS);
  });
});

describe('while it goes on', () => {
  it('is told up to the last piece: what is not known yet is no zero', () => {
    const told = goodput({ warmup: 0 });
    stream(told, 0, 0.5 * SECOND, 0.1 * SECOND, 100);
    expect(told.soFar(0.9 * SECOND)).toEqual({ bytes: 500, span: 0.5 * SECOND });
    expect(told.soFar(1.2 * SECOND)).toEqual({ bytes: 500, span: 0.5 * SECOND });
    // From a second on it is a silence.
    expect(told.soFar(2 * SECOND)).toEqual({ bytes: 500, span: SECOND });
  });

  it('bytes that waited are told in their time, as far as it was not told as a silence; in the end they are all there', () => {
    const told = goodput({ warmup: 0, duration: 3 * SECOND, interval: SECOND });
    told.arrived(0, 1);
    expect(told.soFar(1.5 * SECOND)).toEqual({ bytes: 0, span: 0.5 * SECOND });
    told.arrived(2 * SECOND, 2000);
    expect(told.soFar(2.01 * SECOND)).toEqual({ bytes: 1500, span: 2 * SECOND });
    expect(told.ended(2.01 * SECOND)).toEqual({ since: 0, columns: [1000, 1000] });
    told.arrived(3.5 * SECOND, 1500);
    expect(told.soFar(3.51 * SECOND)).toEqual({ bytes: 2500, span: 3 * SECOND });
    expect(told.ended(3.51 * SECOND)).toEqual({ since: 2, columns: [1000] });
    expect(told.data(3.5 * SECOND)).toEqual({ bytes: 3000, span: 3 * SECOND, columns: [1000, 1000, 1000] });
  });

  it('intervals are told when it is known what came in them, the last one with the end of the span', () => {
    const told = goodput({ warmup: 0, duration: 2.5 * SECOND });
    stream(told, 0, 0.9 * SECOND, 0.1 * SECOND, 10);
    expect(told.ended(1.1 * SECOND)).toEqual({ since: 0, columns: [] });
    told.arrived(1.1 * SECOND, 20);
    expect(told.ended(1.101 * SECOND)).toEqual({ since: 0, columns: [100] });
    stream(told, 1.2 * SECOND, 3 * SECOND, 0.1 * SECOND, 10);
    expect(told.ended(3 * SECOND)).toEqual({ since: 1, columns: [100, 50] });
    expect(told.ended(9 * SECOND)).toEqual({ since: 3, columns: [] });
  });

  it('nothing more is awaited: a silence at the end is told without waiting for it', () => {
    const told = goodput({ warmup: 0, duration: 2 * SECOND });
    stream(told, 0, 1.5 * SECOND, 0.1 * SECOND, 10);
    expect(told.ended(2 * SECOND)).toEqual({ since: 0, columns: [100] });
    expect(told.ended(2 * SECOND, true)).toEqual({ since: 1, columns: [50] });
  });

  it('is bounded, at once and in all', () => {
    const told = goodput({ warmup: 0, duration: Number.POSITIVE_INFINITY, interval: MS });
    told.arrived(0, 1);
    told.arrived((MOST_COLUMNS + 5000) * MS, 1_050_000);
    const first = told.ended(200 * SECOND);
    expect([first.since, first.columns.length, first.columns[0]]).toEqual([0, MOST_TOLD, 10]);
    expect(told.ended(200 * SECOND).since).toBe(MOST_TOLD);
    expect(told.data(200 * SECOND).columns.length).toBe(MOST_COLUMNS);
  });
});
