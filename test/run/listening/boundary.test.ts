import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { guard, reasonOf, within } from '../../../src/run/listening/boundary.ts';

function faults() {
  const met: unknown[] = [];
  return { met, fault: (error: unknown) => void met.push(error) };
}

it('what is thrown within ends there, and so does what is rejected', async () => {
  const { met, fault } = faults();
  const seen: number[] = [];
  const serve = within(fault, (a: number, b: number) => {
    seen.push(a + b);
    if (a > b) throw new Error('thrown');
  });
  serve(1, 2);
  serve(2, 1);
  within(fault, () => Promise.reject(new Error('rejected')))();
  await Promise.resolve();
  expect(seen).toEqual([3, 3]);
  expect(met.map(String)).toEqual(['Error: thrown', 'Error: rejected']);
});

it('what a listener of a guarded emitter throws ends there, however late it began to listen', () => {
  const { met, fault } = faults();
  const emitter = new EventEmitter();
  guard(emitter, fault);
  expect(emitter.emit('data', 1)).toBe(false);
  const heard: unknown[] = [];
  emitter.on('data', (value) => {
    heard.push(value);
    throw new Error('in a listener');
  });
  emitter.once('end', () => {
    throw new Error('at the end');
  });
  expect(emitter.emit('data', 2)).toBe(true);
  emitter.emit('end');
  emitter.emit('end');
  // Nobody listens for it: Node throws.
  emitter.emit('error', new Error('unheard'));
  expect(heard).toEqual([2]);
  expect(met.map(String)).toEqual(['Error: in a listener', 'Error: at the end', 'Error: unheard']);
});

it('a reason is a short line, whatever was thrown', () => {
  expect(reasonOf(new TypeError('no'))).toBe('TypeError: no');
  const hostile = {
    toString: 1,
    valueOf: 1,
    get message(): string {
      throw new Error('again');
    },
  };
  expect(reasonOf(hostile)).toBe('object');
  expect(reasonOf(undefined)).toBe('undefined');
  expect(reasonOf(new Error('x'.repeat(10_000)))).toHaveLength(200);
});
