/** Goodput of whatever comes whenever, against its definition. */
import fc from 'fast-check';
import { it } from 'vitest';
import { type GoodputData, mergeGoodputs } from '../../../src/measure/goodput/data.ts';
import { PATIENCE } from '../../../src/measure/goodput/goodput.ts';
import { expect } from '../../quick.ts';
import { bytesBetween, pieces } from '../../simulation/arrived.ts';
import { goodput, MS, SECOND } from './streams.ts';

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
