import { expect, it } from 'vitest';
import { ControlClient } from '../../src/session/control-client.ts';
import type { Grant, Hello } from '../../src/wire/control.ts';
import { GRANT, HELLO } from './control-messages.ts';

/** What a client makes of a grant: what it was told, in one word. */
function outcome(granted: Partial<Grant['granted']>, asked: Partial<Hello> = {}): string {
  const { type: _type, version: _version, nonce, ...request } = { ...HELLO, ...asked };
  let told = 'nothing';
  const machine = new ControlClient(request, null, nonce, {
    granted: () => {
      told = 'granted';
    },
    snapshot: () => {},
    done: () => {},
    ledger: () => {},
    failed: ({ code }) => {
      told = code;
    },
  });
  machine.begin(0);
  machine.message({ ...GRANT, granted: { ...GRANT.granted, ...granted } }, 1);
  return told;
}

it('takes what was asked for, and less', () => {
  expect(outcome({})).toBe('granted');
  expect(outcome({ rate: 1, duration: 1e6 })).toBe('granted');
  expect(outcome({ clients: 1 }, { clients: 50 })).toBe('granted');
});

it.each([
  ['a higher rate', { rate: 1e6 }],
  ['no bound of the rate', { rate: null }],
  ['a rate that is none', { rate: 1e-300 }],
  ['more clients', { clients: 2 }],
  ['no client', { clients: 0 }],
  ['a larger size', { size: 65_507 }],
  ['a size beyond all memory', { size: Number.MAX_SAFE_INTEGER }],
  ['a smaller size', { size: 0 }],
  ['a longer run', { duration: 2e9 }],
  ['no end', { duration: null }],
  ['a longer warm-up', { warmup: 1 }],
] as const)('is no server of ours: %s than was asked for', (_, granted) => {
  expect(outcome(granted)).toBe('not-sockbench');
});

it('lets a flood be paced, at any rate that is one', () => {
  expect(outcome({ rate: null }, { rate: null })).toBe('granted');
  expect(outcome({ rate: 1e6 }, { rate: null })).toBe('granted');
  expect(outcome({ rate: 1e-300 }, { rate: null })).toBe('not-sockbench');
});

it('takes a shorter warm-up, and smaller writes where it offered them, down to what it offered', () => {
  expect(outcome({ warmup: 5e8 }, { warmup: 1e9 })).toBe('granted');
  const asked = { size: 131_072, leastSize: 1000 };
  expect(outcome({ size: 1448 }, asked)).toBe('granted');
  expect(outcome({ size: 999 }, asked)).toBe('not-sockbench');
  expect(outcome({ size: 131_073 }, asked)).toBe('not-sockbench');
});

it('takes back the smallest rate that a person can ask for', () => {
  expect(outcome({ rate: 1e-12 }, { rate: 1e-12 })).toBe('granted');
});

it('leaves a run that a count ends without a duration', () => {
  expect(outcome({ duration: null }, { duration: null, count: 10 })).toBe('granted');
});
