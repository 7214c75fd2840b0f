/** The run clock: never back, and the same in every thread. */
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { clockSince, machineNow } from '../src/clock.ts';

it('never goes back, and agrees with the clock of the machine', () => {
  const epoch = machineNow();
  const clock = clockSince(epoch);
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < 20_000; i++) {
    const now = clock();
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
  }
  const before = Number(machineNow() - epoch);
  const now = clock();
  const after = Number(machineNow() - epoch);
  // The offset is a pair of readings: as exact as the shortest of them.
  expect(now).toBeGreaterThan(before - 100_000);
  expect(now).toBeLessThan(after + 100_000);
});

it('two clocks of one epoch read the same, wherever they were made', async () => {
  const epoch = machineNow() - 3_600_000_000_000n;
  const clock = clockSince(epoch);
  // A thread has an origin of its own for performance.now(): the offset must undo it.
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     parentPort.on('message', () => parentPort.postMessage(Number(process.hrtime.bigint() - workerData)));`,
    { eval: true, workerData: epoch },
  );
  const ask = () => {
    const answer = new Promise<number>((resolve) => worker.once('message', resolve));
    worker.postMessage('');
    return answer;
  };
  await ask();
  for (let i = 0; i < 20; i++) {
    const before = clock();
    const there = await ask();
    const after = clock();
    expect(there).toBeGreaterThan(before - 100_000);
    expect(there).toBeLessThan(after + 100_000);
  }
  await worker.terminate();
});
