import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { isKernel, openKernel } from '../../../../src/net/linux/kernel/kernel.ts';

const kernel = await openKernel();
if (!isKernel(kernel)) console.warn(`skipped: waking on time needs the engine linux (${kernel.obstacle})`);

/** In a thread of its own, so that this one stays as it is. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { readFileSync } = require('node:fs');
(async () => {
  const { openKernel } = await import(workerData.kernel);
  const { wakeOnTime } = await import(workerData.scheduling);
  const kernel = await openKernel();
  const seen = () => ({
    slack: kernel.calls.prctl(30, 0, 0, 0, 0), // PR_GET_TIMERSLACK
    sched: readFileSync('/proc/thread-self/sched', 'utf8'),
  });
  const before = seen();
  wakeOnTime(kernel);
  parentPort.postMessage({ before, after: seen() });
})();
`;

interface Seen {
  readonly slack: number;
  readonly sched: string;
}

it.skipIf(!isKernel(kernel))(
  'a thread gets the least slack and the shortest slice, and no other thread does',
  async () => {
    const dist = (file: string): string =>
      new URL(`../../../../dist/net/linux/kernel/${file}.js`, import.meta.url).href;
    const worker = new Worker(PROGRAM, {
      eval: true,
      workerData: { kernel: dist('kernel'), scheduling: dist('scheduling') },
    });
    const { before, after } = await new Promise<{ before: Seen; after: Seen }>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    expect(before.slack).toBeGreaterThan(1);
    expect(after.slack).toBe(1);
    expect(isKernel(kernel) && kernel.calls.prctl(30, 0, 0, 0, 0)).toBeGreaterThan(1);
    const slice = (text: string): number | undefined => {
      const found = /se\.slice\s*:\s*(\d+)/.exec(text);
      return found === null ? undefined : Number(found[1]);
    };
    // Kernels before 6.12 do not tell, and do not let it be set.
    if (slice(after.sched) === undefined)
      console.warn('not checked: this kernel does not tell the slice of a thread');
    else expect([slice(after.sched), slice(before.sched) === 100_000]).toEqual([100_000, false]);
  },
);

it.skipIf(!isKernel(kernel))(
  'a thread lets others finish, is as before, stands aside; no other thread does',
  async () => {
    const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { readFileSync } = require('node:fs');
(async () => {
  const { openKernel } = await import(workerData.kernel);
  const { neverInterrupt, standAside } = await import(workerData.scheduling);
  const policy = () => /^policy\\s*:\\s*(\\d+)/m.exec(readFileSync('/proc/thread-self/sched', 'utf8'))[1];
  const kernel = await openKernel();
  const policies = [policy()];
  const asBefore = neverInterrupt(kernel);
  policies.push(policy());
  asBefore();
  policies.push(policy());
  const granted = [standAside(kernel, 0), standAside(kernel, 0x7ffffffe)];
  parentPort.postMessage({ granted, policies: [...policies, policy()] });
})();`;
    const dist = (file: string): string =>
      new URL(`../../../../dist/net/linux/kernel/${file}.js`, import.meta.url).href;
    const worker = new Worker(program, {
      eval: true,
      workerData: { kernel: dist('kernel'), scheduling: dist('scheduling') },
    });
    const seen = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    // Normal, batch, normal, idle (sched(7)).
    expect(seen).toEqual({ granted: [true, false], policies: ['0', '3', '0', '5'] });
    expect(/^policy\s*:\s*(\d+)/m.exec(readFileSync('/proc/self/sched', 'utf8'))![1]).toBe('0');
  },
);
