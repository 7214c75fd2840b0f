import { expect, it } from 'vitest';
import { STOPPED, unlessStopped } from '../../../../src/run/client/control/unless-stopped.ts';

it('gives what the work gives, or what it throws', async () => {
  const { signal } = new AbortController();
  expect(await unlessStopped(Promise.resolve(7), signal)).toBe(7);
  await expect(unlessStopped(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
});

it('work that goes on is not waited for', async () => {
  const preparing = new AbortController();
  const waiting = unlessStopped(new Promise(() => {}), preparing.signal);
  preparing.abort();
  await expect(waiting).rejects.toBe(STOPPED);
});

it('a run that was ended goes no further, though the work is done', async () => {
  const before = new AbortController();
  before.abort();
  await expect(unlessStopped(Promise.resolve(7), before.signal)).rejects.toBe(STOPPED);
  // Both in the same turn: which of them was first is nobody's to ask.
  const meanwhile = new AbortController();
  const work = unlessStopped(Promise.resolve(7), meanwhile.signal);
  meanwhile.abort();
  await expect(work).rejects.toBe(STOPPED);
});
