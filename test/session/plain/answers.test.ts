import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlainAnswers, type PlainOptions } from '../../../src/session/plain/answers.ts';
import type { WrongKind } from '../../../src/session/plain/verdict.ts';
import { writeTime } from '../../../src/wire/batch.ts';
import { FLAG_WARMUP, OFFSET_TIME, TYPE_PROBE, writeProbe } from '../../../src/wire/header.ts';

const TOKEN = { high: 0x61626364, low: 0x7a797877 };
const SECOND = 1e9;

function probe(number: number, size: number, flags = 0, token = TOKEN, at = SECOND): Buffer {
  const bytes = Buffer.alloc(size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, size);
  writeProbe(view, 0, TYPE_PROBE, flags, 0, token, number);
  writeTime(view, OFFSET_TIME, at);
  return bytes;
}

function echo({ tcp = false, size = 64 }: Partial<PlainOptions>) {
  const answers = new PlainAnswers({ tcp, size, flows: 1, lossThreshold: 3 * SECOND });
  const right: number[] = [];
  const settled: number[] = [];
  const heard: number[] = [];
  answers.attach({
    heard: (at) => heard.push(at),
    ordinary: ({ headers }) => right.push(headers.readUInt32BE(20)),
    settled: (_flow, { number }) => settled.push(number),
  });
  let now = 2 * SECOND;
  return {
    answers,
    right,
    settled,
    heard,
    send: (number: number, flags = 0) => {
      const bytes = probe(number, size, flags, TOKEN, now);
      answers.sent(0, bytes.subarray(0, 64));
      return bytes;
    },
    back: (bytes: Uint8Array, after = 1e6) => {
      now += after;
      answers.take(0, bytes, now);
    },
    pass: (time: number) => {
      now += time;
      answers.look(now);
    },
    end: () => answers.end(),
    counts: () => answers.data().counts,
    first: () => answers.data().first,
  };
}

const NONE = { shorter: 0, longer: 0, changed: 0, foreign: 0 };
const only = (kind: WrongKind, count: number) => ({ ...NONE, [kind]: count });
const flip = (bytes: Buffer, at: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[at]! ^= 0x20;
  return changed;
};

/** What a student's server does on its first day. */
const SERVERS: readonly (readonly [name: string, kind: WrongKind, serve: (bytes: Buffer) => Buffer])[] = [
  ['says something in front', 'longer', (bytes) => Buffer.concat([Buffer.from('echo: '), bytes])],
  ['says S in front', 'longer', (bytes) => Buffer.concat([Buffer.from('S'), bytes])],
  ['ends the line', 'longer', (bytes) => Buffer.concat([bytes, Buffer.from('\n')])],
  ['quotes it', 'longer', (bytes) => Buffer.concat([Buffer.from('"'), bytes, Buffer.from('"')])],
  ['returns 40 bytes', 'shorter', (bytes) => bytes.subarray(0, 40)],
  ['returns 10 bytes', 'shorter', (bytes) => bytes.subarray(0, 10)],
  ['returns one byte', 'shorter', (bytes) => bytes.subarray(0, 1)],
  ['returns all but the last', 'shorter', (bytes) => bytes.subarray(0, -1)],
  ['changes the first byte', 'changed', (bytes) => flip(bytes, 0)],
  ['changes the token', 'changed', (bytes) => flip(bytes, 9)],
  ['changes the time', 'changed', (bytes) => flip(bytes, 30)],
  ['changes the last byte', 'changed', (bytes) => flip(bytes, bytes.length - 1)],
  ['says OK', 'shorter', () => Buffer.from('OK')],
  ['has a page', 'longer', () => Buffer.from(`<html>${'x'.repeat(3000)}</html>`)],
];

describe.each([64, 200])('answers of %i bytes', (size) => {
  describe.each(SERVERS)('of a server that %s', (_name, kind, serve) => {
    it('over UDP: each is counted, whatever is sent besides', () => {
      const run = echo({ size });
      const sent = [0, 1, 2, 3, 4].map((number) => run.send(number));
      for (const bytes of sent) run.back(serve(bytes));
      expect(run.counts()).toEqual(only(kind, 5));
      expect(run.right).toEqual([]);
      expect(run.settled).toEqual([0, 1, 2, 3, 4]);
    });

    it('over TCP, one at a time: each is counted, and the next is sent', () => {
      const run = echo({ size, tcp: true });
      for (let number = 0; number < 5; number++) {
        run.back(serve(run.send(number)));
        run.pass(1.1 * SECOND);
        expect(run.settled).toContain(number);
      }
      run.end();
      expect(run.counts()).toEqual(only(kind, 5));
      expect(run.right).toEqual([]);
    });
  });

  it.each(SERVERS.filter(([name]) => !/OK|page/.test(name)))(
    'over TCP, many on their way, of a server that %s: as many as were asked',
    (_name, kind, serve) => {
      const run = echo({ size, tcp: true });
      const sent = Array.from({ length: 10 }, (_, number) => run.send(number));
      for (const bytes of sent) run.back(serve(bytes));
      run.pass(SECOND);
      run.end();
      const counts = run.counts();
      expect(counts[kind]).toBe(10);
      expect(run.right).toEqual([]);
    },
  );
});

it('over TCP every probe that comes back is right, in whatever pieces it comes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 40 }),
      fc.constantFrom(64, 65, 100),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 10 }),
      (pieces, size, pauses) => {
        const run = echo({ size, tcp: true });
        const sent = Array.from({ length: 8 }, (_, number) => run.send(number, number < 2 ? FLAG_WARMUP : 0));
        const all = Buffer.concat(sent);
        for (let at = 0, i = 0; at < all.length; i++) {
          const length = pieces[i % pieces.length]!;
          run.back(all.subarray(at, at + length));
          // However long a part of it takes.
          if (pauses[i % pauses.length]!) run.pass(5 * SECOND);
          at += length;
        }
        run.end();
        expect(run.counts()).toEqual(NONE);
        expect(run.right).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      },
    ),
  );
});

describe('the first wrong answer is told', () => {
  it('with the byte that differs', () => {
    const run = echo({ size: 100 });
    run.back(flip(run.send(0), 80));
    expect(run.first()).toMatchObject({
      kind: 'changed',
      bytes: 100,
      expected: 100,
      at: 80,
      sent: 0,
      got: 0x20,
    });
  });

  it('with what stands in front', () => {
    const run = echo({ tcp: true });
    const sent = run.send(0);
    run.back(Buffer.from('echo: '));
    run.back(sent);
    run.pass(SECOND);
    expect(run.first()).toMatchObject({ kind: 'longer', bytes: 70, expected: 64, before: 6 });
    expect(Buffer.from(run.first()!.sample, 'hex').toString('latin1')).toMatch(/^echo: SB/);
  });
});

it("somebody else's probe is no answer, and one's own is still awaited", () => {
  for (const tcp of [false, true]) {
    const run = echo({ tcp });
    const own = run.send(0);
    run.back(probe(7, 64, 0, { high: 0xdeadbeef, low: 0x01020304 }));
    run.pass(SECOND);
    run.back(own);
    expect(run.counts()).toEqual(only('foreign', 1));
    expect(run.right).toEqual([0]);
  }
});

it('what comes too late, in the warm-up, or twice counts as wrong nowhere', () => {
  const run = echo({});
  run.back(flip(run.send(0, FLAG_WARMUP), 5));
  const twice = run.send(1);
  run.back(twice);
  run.back(twice);
  run.back(flip(run.send(2), 5), 4 * SECOND);
  expect(run.counts()).toEqual({ ...NONE, foreign: run.counts().foreign });
  expect(run.right).toEqual([1, 1]);
});

it('over TCP an answer that comes twice, with pauses between, is twice as long each time', () => {
  const run = echo({ tcp: true });
  for (const number of [0, 1, 2]) {
    const bytes = run.send(number);
    run.back(bytes);
    run.back(bytes);
    run.pass(SECOND / 20);
  }
  expect(run.counts()).toEqual(only('longer', 3));
  expect(run.first()).toMatchObject({ bytes: 128, expected: 64, before: 0 });
  expect(run.right).toEqual([0, 1, 2]);
  // A wrong answer is not silence.
  expect(run.heard).toHaveLength(3);
});

it('what came before the other side finished is all of its answer', () => {
  const run = echo({ tcp: true });
  run.back(run.send(0).subarray(0, 10));
  run.answers.ended(0);
  expect(run.counts()).toEqual(only('shorter', 1));
});

it('a greeting is nobody’s answer', () => {
  const run = echo({ tcp: true });
  run.back(Buffer.from('* Welcome\n'));
  run.back(run.send(0));
  expect(run.counts()).toEqual(only('foreign', 1));
  expect(run.right).toEqual([0]);
});
