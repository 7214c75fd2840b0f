import { afterEach, expect, it, vi } from 'vitest';
import { collectGarbage, collectorOf } from '../../src/run/garbage.ts';

afterEach(() => vi.useRealTimers());

const dropped = (): WeakRef<object> => new WeakRef({ big: Buffer.alloc(1000) });

it('what nobody holds is gone at once', async () => {
  const ref = dropped();
  // A reference that was made in this turn is kept until the next.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(ref.deref()).toBeUndefined();
});

it('no more often than it may', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const tidy = collectorOf(1000);
  const ref = dropped();
  await new Promise((resolve) => setImmediate(resolve));
  tidy();
  expect(ref.deref()).toBeDefined();
  await new Promise((resolve) => setImmediate(resolve));
  vi.advanceTimersByTime(1001);
  tidy();
  expect(ref.deref()).toBeUndefined();
});
