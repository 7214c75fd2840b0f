import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frames, framed } from '../../../../src/experiment/lesson/stream/frames.ts';
import { runs } from '../../../runs.ts';

const messages = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
const lines = messages.map((all) => all.map((one) => one.map((byte) => (byte === 10 ? 11 : byte))));

describe.each([
  ['length', messages],
  ['line', lines],
] as const)('messages framed by %s', (framing, arbitrary) => {
  it('come out as they went in, however the bytes are parted', () => {
    fc.assert(
      fc.property(arbitrary, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (all, cuts) => {
        const stream = Buffer.concat(all.map((one) => framed(one, framing)));
        const frames = new Frames(framing);
        const found: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const end = at + cuts[turn % cuts.length]!;
          found.push(...frames.push(stream.subarray(at, end)));
          at = end;
        }
        expect(found.map((one) => [...one])).toEqual(all.map((one) => [...one]));
        expect(frames.waiting).toBe(0);
      }),
      { numRuns: runs(200) },
    );
  });

  it('wait for their rest', () => {
    const frames = new Frames(framing);
    const whole = framed(Buffer.from('Mundo!'), framing);
    expect(frames.push(whole.subarray(0, 5))).toEqual([]);
    expect(frames.waiting).toBe(5);
    expect(frames.push(whole.subarray(5)).map((one) => Buffer.from(one).toString())).toEqual(['Mundo!']);
  });
});
