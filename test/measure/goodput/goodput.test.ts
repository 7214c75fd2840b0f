import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GoodputData, mergeGoodputs } from '../../../src/measure/goodput/data.ts';
import { Goodput, MOST_COLUMNS, MOST_TOLD, PATIENCE } from '../../../src/measure/goodput/goodput.ts';
import { bytesBetween, pieces } from '../../simulation/arrived.ts';

const SECOND = 1e9;
const MS = 1e6;

interface Setting {
  readonly warmup?: number;
  readonly duration?: number;
  readonly interval?: number;
}
const goodput = ({ warmup = SECOND, duration = 4 * SECOND, interval = SECOND }: Setting = {}): Goodput =>
  new Goodput({ warmup, duration, interval, ordered: false });

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

it('no interval, and no report, shows more than the path carried, whatever waits behind whatever is lost', () => {
  // A path of 1 byte/µs in segments of 1,000 bytes; the program reads them in order, in one go after each hole.
  const SEGMENT = 1000;
  const TIME = 1e6;
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.integer({ min: 1, max: 2900 }), late: fc.integer({ min: 1, max: 400 }) }), {
        maxLength: 6,
      }),
      fc.integer({ min: 20, max: 400 }),
      (holes, reportEvery) => {
        const told = goodput({ warmup: 0, duration: 3 * SECOND, interval: 250 * MS });
        const readAt = (segment: number): number => {
          const blocking = holes.filter(({ at, late }) => at <= segment && at + late > segment);
          return Math.max(segment, ...blocking.map(({ at, late }) => at + late)) * TIME;
        };
        let [reports, at] = [[] as { bytes: number; span: number }[], 0];
        let held = 0;
        for (let segment = 0; segment <= 3400; segment++) {
          held += SEGMENT;
          if (segment < 3400 && readAt(segment + 1) === readAt(segment)) continue;
          for (; at < readAt(segment); at += reportEvery * TIME) reports = [...reports, told.soFar(at)];
          told.arrived(readAt(segment), held);
          held = 0;
        }
        const { columns, bytes } = told.data(4 * SECOND);
        // Of two holes one behind the other, what waited for the second comes with less time to be spread over.
        const overlapping = holes.some((one) =>
          holes.some((two) => two !== one && two.at >= one.at && two.at <= one.at + one.late),
        );
        if (!overlapping) {
          expect(Math.abs(bytes - 3e6)).toBeLessThanOrEqual(2 * SEGMENT);
          for (const column of columns) expect(column).toBeLessThanOrEqual(250_000 + SEGMENT);
          reports.slice(1).forEach((now, i) => {
            const before = reports[i]!;
            expect(now.bytes - before.bytes).toBeLessThanOrEqual((now.span - before.span) / 1000 + SEGMENT);
          });
        }
        expect(columns.reduce((all, column) => all + column, 0)).toBe(bytes);
      },
    ),
  );
});

it('is the same as reading the definition, for whatever comes whenever', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 5000 })), {
        minLength: 2,
        maxLength: 60,
      }),
      fc.integer({ min: 0, max: 1500 }),
      fc.integer({ min: 100, max: 5000 }),
      (gaps, warmup, duration) => {
        const told = goodput({ warmup: warmup * MS, duration: duration * MS, interval: 300 * MS });
        let at = 0;
        const arrivals = gaps.map(([gap, bytes]) => {
          at += gap * MS;
          return { at, bytes };
        });
        for (const one of arrivals) told.arrived(one.at, one.bytes);
        const from = arrivals[0]!.at + warmup * MS;
        const { bytes, span, columns } = told.data(at + PATIENCE * 10);
        expect(
          Math.abs(bytes - bytesBetween(pieces(arrivals), from, from + duration * MS)),
        ).toBeLessThanOrEqual(1);
        expect(span).toBeLessThanOrEqual(duration * MS);
        columns.forEach((column, i) => {
          const [begin, end] = [
            from + i * 300 * MS,
            Math.min(from + (i + 1) * 300 * MS, from + duration * MS),
          ];
          expect(Math.abs(column - bytesBetween(pieces(arrivals), begin, end))).toBeLessThanOrEqual(1);
        });
      },
    ),
  );
});

it('several generators add up; one that brings nothing does not lengthen the span', () => {
  const part = (bytes: number, span: number, columns: number[]): GoodputData => ({ bytes, span, columns });
  expect(mergeGoodputs([part(10, 3, [4, 6]), part(20, 2.9, [20]), part(0, 9, [])])).toEqual(
    part(30, 3, [24, 6]),
  );
  expect(mergeGoodputs([part(0, 9, [0])])).toEqual(part(0, 9, [0]));
  expect(mergeGoodputs([])).toEqual(part(0, 0, []));
});

it('a piece over many intervals ends in the last of them, whatever the rounding', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 97 }), (rate, part) => {
      const interval = (2000 * SECOND) / rate / part;
      // Times as long after the beginning as those of a rehearsal.
      const start = 2 ** 34 + 0.25;
      const told = goodput({ warmup: 0, duration: 200 * interval, interval });
      told.announce(start);
      told.arrived(start + 0.3 * interval, 64);
      told.arrived(start + 150.5 * interval, 150_000);
      told.end(200 * interval);
      expect(told.data(start + 400 * interval).columns.length).toBeLessThanOrEqual(201);
    }),
  );
});
