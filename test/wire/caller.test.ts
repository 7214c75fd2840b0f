import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callerOf, mayBeText } from '../../src/wire/caller.ts';
import { encodeFrame } from '../../src/wire/frame.ts';
import { FLAG_WARMUP, TYPE_OPEN, TYPE_OPENED, TYPE_PROBE, writeProbe } from '../../src/wire/header.ts';
import { anyCodePoint } from '../any-text.ts';

function header(type: number, flags: number, flow: number, number: number, token: number): Buffer {
  const bytes = Buffer.alloc(64);
  writeProbe(
    new DataView(bytes.buffer, bytes.byteOffset, 64),
    0,
    type,
    flags,
    flow,
    { high: token, low: ~token >>> 0 },
    number,
  );
  return bytes;
}

/** All that a keyboard, a terminal and telnet may send: no NUL between the letters of a word. */
const typed = fc
  .string({
    unit: fc.oneof(fc.constantFrom('S', 'B', 'C', '\n', '\r', '\t', '\b', '\x1b', '\x7f', '{'), anyCodePoint),
  })
  .map((text) => Buffer.from(`S${text}`.replaceAll('\0', '')));

describe('whose a connection is', () => {
  it.each([
    'SC\n',
    'SB\r\n',
    'SC\r\n',
    'SBT\n',
    'SC\x01\n',
    'SB\x11\n',
    'SB!\n',
    'SC\t\n',
    'SC {"type":"hello"}\n',
    'Santa Catarina\n',
    'SCRUM\n',
  ])('%j is what a person may type', (text) => expect(callerOf(Buffer.from(text))).toBe('stranger'));

  it.each(['', 'S', 'SB', 'SC'])('%j may still become either', (text) => {
    expect(callerOf(Buffer.from(text))).toBe('more');
    expect(mayBeText(Buffer.from(text))).toBe(true);
  });

  it('no text is ever ours, and no more than two letters of it wait', () => {
    fc.assert(
      fc.property(typed, (bytes) => {
        const caller = callerOf(bytes);
        if (caller === 'more') expect(bytes.length).toBeLessThanOrEqual(3);
        else expect(caller).toBe('stranger');
        if (bytes.length > 3) expect(caller).toBe('stranger');
      }),
      { numRuns: 2000 },
    );
  });

  it('a control message is known by its head, in whatever pieces they come, of later versions too', () => {
    for (const version of [1, 2, 7]) {
      const frame = encodeFrame({ type: 'hello', filler: 'x'.repeat(900) }, version);
      for (let length = 0; length <= frame.length; length += length < 12 ? 1 : 100)
        expect(callerOf(frame.subarray(0, length))).toBe(length < 8 ? 'more' : 'control');
      expect(mayBeText(frame.subarray(0, 3))).toBe(false);
    }
  });

  it('an open header is known when it is whole, whatever its flow, number and token', () => {
    const whole = fc.record({
      flags: fc.constantFrom(0, FLAG_WARMUP),
      flow: fc.integer({ min: 0, max: 65_535 }),
      number: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      token: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      cut: fc.integer({ min: 0, max: 63 }),
    });
    fc.assert(
      fc.property(whole, ({ flags, flow, number, token, cut }) => {
        const open = header(TYPE_OPEN, flags, flow, number, token);
        expect(callerOf(open)).toBe('flow');
        expect(callerOf(open.subarray(0, cut))).toBe('more');
      }),
    );
  });

  it('whoever wants plain echo sends probes, and opens no flow', () => {
    for (const type of [TYPE_PROBE, TYPE_OPENED]) expect(callerOf(header(type, 0, 0, 0, 5))).toBe('stranger');
  });
});
