import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileIndex } from '../../../src/experiment/judge/evidence/pieces.ts';
import { compareWritten } from '../../../src/experiment/judge/evidence/written.ts';
import { lessonFile } from '../../../src/experiment/lesson/arq/file.ts';
import { runs } from '../../runs.ts';

const file = lessonFile(2000, 3);
const index = new FileIndex(file);
const slice = (from: number, length: number): Uint8Array => file.subarray(from, from + length);

describe('pieces of a file', () => {
  it('are found behind whatever header, wherever they come from', () => {
    fc.assert(
      fc.property(
        fc.nat(1980),
        fc.integer({ min: 6, max: 400 }),
        fc.string({ maxLength: 30 }),
        (from, length, header) => {
          const part = slice(from, length);
          const head = Buffer.from(header);
          const [piece] = index.pieces(Buffer.concat([head, part]));
          if (part.length < 6) return;
          // The header may happen to end as the part before does.
          expect(piece!.from + piece!.length).toBe(from + part.length);
          expect(piece!.from).toBeLessThanOrEqual(from);
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it('of a long file are found from 13 bytes on', () => {
    const long = lessonFile(200_000, 5);
    const places = new FileIndex(long);
    for (const from of [0, 1, 12_345, 199_980])
      expect(places.pieces(Buffer.concat([Buffer.from('HEAD'), long.subarray(from, from + 13)]))).toEqual([
        { at: 4, from, length: 13 },
      ]);
  });

  it('are none where there is nothing of the file', () => {
    expect(index.pieces(Buffer.from('nothing of it is in here'))).toEqual([]);
    expect(index.pieces(new Uint8Array(0))).toEqual([]);
    expect(new FileIndex(new Uint8Array(0)).pieces(Buffer.from('abc'))).toEqual([]);
  });

  it('of a file that repeats itself go on where the one before ended', () => {
    const lines = Buffer.from('the same line\n'.repeat(50));
    expect(new FileIndex(lines).pieces(lines)).toEqual([{ at: 0, from: 0, length: lines.length }]);
  });
});

describe('what was written', () => {
  const compare = (...bytes: Uint8Array[]) => compareWritten(file, Buffer.concat(bytes), index);

  it('lacks nothing, and has nothing twice, where packets were written in any order', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.integer({ min: 100, max: 300 }), (seed, size) => {
        const own = lessonFile(2000, seed);
        const packets = Array.from({ length: Math.ceil(own.length / size) }, (_, at) =>
          own.subarray(at * size, (at + 1) * size),
        );
        // Every second one comes late: what stands beside it is not its neighbour.
        const late = packets.filter((_, at) => at % 2 === 1);
        const written = Buffer.concat([...packets.filter((_, at) => at % 2 === 0), ...late]);
        const { missing, repeated } = compareWritten(own, written, new FileIndex(own));
        // A packet at the end may be too short to be recognised.
        expect(missing.filter(({ start }) => start < own.length - 6)).toEqual([]);
        expect(repeated).toEqual([]);
      }),
      // Bytes are alike by chance at both ends of a packet now and then, which no reading can tell apart: files of one draw.
      { numRuns: runs(300), seed: 5 },
    );
  });

  it('is intact, or the parts that are missing, twice, misplaced or foreign are told', () => {
    expect(compare(file)).toMatchObject({
      intact: true,
      missing: [],
      repeated: [],
      misplaced: null,
      foreign: [],
    });
    expect(compare(slice(0, 700), slice(800, 1200))).toMatchObject({
      intact: false,
      missing: [{ start: 700, end: 800 }],
      repeated: [],
    });
    expect(compare(slice(0, 700), slice(600, 1400))).toMatchObject({
      missing: [],
      repeated: [{ start: 600, end: 700, at: 700 }],
    });
    expect(compare(slice(100, 100), slice(0, 100), slice(200, 1800))).toMatchObject({
      missing: [],
      repeated: [],
      misplaced: { at: 100, from: 0, length: 100 },
    });
    expect(compare(slice(0, 500), Buffer.from('xyz'), slice(500, 1500))).toMatchObject({
      missing: [],
      foreign: [{ start: 500, end: 503 }],
    });
  });

  it('one byte off is one byte missing and one foreign, at the same place', () => {
    const wrong = Uint8Array.from(file);
    wrong[1234] = wrong[1234]! ^ 1;
    expect(compare(wrong)).toMatchObject({
      missing: [{ start: 1234, end: 1235 }],
      foreign: [{ start: 1234, end: 1235 }],
    });
  });

  it('of a file of one byte is recognised, too', () => {
    const one = Uint8Array.of(65);
    expect(compareWritten(one, Buffer.from('A'), new FileIndex(one)).intact).toBe(true);
    expect(compareWritten(one, Buffer.from('A\0\0'), new FileIndex(one))).toMatchObject({
      missing: [],
      foreign: [{ start: 1, end: 3 }],
    });
    expect(compareWritten(one, Buffer.from(''), new FileIndex(one)).missing).toEqual([{ start: 0, end: 1 }]);
  });
});
