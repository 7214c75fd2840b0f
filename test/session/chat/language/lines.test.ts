import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lines } from '../../../../src/session/chat/language/lines.ts';

const MOST = 40;

function read(chunks: readonly Uint8Array[]): string[] {
  const told: string[] = [];
  const lines = new Lines(
    MOST,
    (text) => told.push(`line ${text}`),
    (problem) => told.push(problem),
  );
  for (const chunk of chunks) lines.push(chunk);
  return told;
}

/** The same by splitting everything at once. */
function whole(bytes: Buffer): string[] {
  const lines = bytes.toString('latin1').split('\n').slice(0, -1);
  return lines.map((line) => {
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (bare.length > MOST) return 'line-long';
    try {
      return `line ${new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bare, 'latin1'))}`;
    } catch {
      return 'not-utf8';
    }
  });
}

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => new TextEncoder().encode(text)),
  fc.constantFrom('\n', '\r\n', '\r', 'ç\n').map((text) => new TextEncoder().encode(text)),
);

it('lines are the same however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(bytes, { maxLength: 20 }),
      fc.array(fc.nat(50), { maxLength: 30 }),
      (parts, cuts) => {
        const all = Buffer.concat([...parts, Buffer.from('\n')]);
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const size of cuts) {
          chunks.push(all.subarray(at, at + size));
          at += size;
        }
        chunks.push(all.subarray(at));
        expect(read(chunks)).toEqual(whole(all));
      },
    ),
    { numRuns: 500 },
  );
});

describe('hostile bytes', () => {
  it('a line that never ends is told of twice and held nowhere', () => {
    const chunk = Buffer.alloc(64 * 1024, 'a');
    const told = read([...Array.from({ length: 40 }, () => chunk), Buffer.from('\nnext\n')]);
    expect(told).toEqual(['line-long', 'endless', 'line next']);
  });

  it('what breaks the bounds does not take the next line with it', () => {
    expect(read([Buffer.from([0xff, 0xfe, 10]), Buffer.from('ok\n')])).toEqual(['not-utf8', 'line ok']);
    expect(read([Buffer.from(`${'x'.repeat(41)}\nok\n`)])).toEqual(['line-long', 'line ok']);
    expect(read([Buffer.from(`${'x'.repeat(40)}\r\n`)])).toEqual([`line ${'x'.repeat(40)}`]);
  });
});

it('what was said last counts without its newline, once nothing more can follow', () => {
  const told: string[] = [];
  const lines = new Lines(
    MOST,
    (text) => told.push(text),
    (problem) => told.push(problem),
  );
  lines.push(Buffer.from('Ana\nhel'));
  expect(lines.waiting).toBe(true);
  lines.push(Buffer.from('lo'));
  lines.end();
  lines.end();
  expect(told).toEqual(['Ana', 'hello']);
  expect(lines.waiting).toBe(false);
});
