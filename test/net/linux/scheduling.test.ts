import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { isKernel, openKernel } from '../../../src/net/linux/kernel.ts';
import { mayComeBack } from '../../../src/net/linux/scheduling.ts';

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
      new URL(`../../../dist/net/linux/${file}.js`, import.meta.url).href;
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

describe('standing aside', () => {
  const proc =
    (capabilities: string, limit: string, map = '0 0 4294967295') =>
    (file: string): string =>
      ({
        status: `Name:\tnode\nCapEff:\t${capabilities}\nSeccomp:\t0\n`,
        uid_map: `         ${map}\n`,
        limits: `Max open files 1024 4096 files\nMax nice priority         ${limit}                    0                    \n`,
      })[file]!;

  it.each([
    ['root', proc('000001ffffffffff', '0'), 0, true],
    ['root of a namespace of its own', proc('000001ffffffffff', '0', '0 1000 1'), 0, false],
    ['a user', proc('0000000000000000', '0'), 0, false],
    ['every capability but this one', proc('000001ffff7fffff', '0'), 0, false],
    ['a user whose limit is high enough', proc('0000000000000000', '20'), 0, true],
    ['a user whose limit is not', proc('0000000000000000', '19'), 0, false],
    ['the same, who is nice already', proc('0000000000000000', '19'), 1, true],
    ['no limit at all', proc('0000000000000000', 'unlimited'), 0, true],
  ])('%s', (_who, read, nice, may) => {
    expect(mayComeBack(nice, read)).toBe(may);
  });

  it('is not dared where nobody can tell', () => {
    expect(
      mayComeBack(0, () => {
        throw new Error('ENOENT');
      }),
    ).toBe(false);
  });

  it.skipIf(!isKernel(kernel))('goes and comes back, or does not go', async () => {
    const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { readFileSync } = require('node:fs');
(async () => {
  const { openKernel } = await import(workerData.kernel);
  const { standAside, mayComeBack } = await import(workerData.scheduling);
  const policy = () => /^policy\\s*:\\s*(\\d+)/m.exec(readFileSync('/proc/thread-self/sched', 'utf8'))[1];
  const kernel = await openKernel();
  const before = policy();
  const back = standAside(kernel);
  const meanwhile = policy();
  back?.();
  parentPort.postMessage({ may: mayComeBack(0), before, meanwhile, after: policy() });
})();`;
    const dist = (file: string): string =>
      new URL(`../../../dist/net/linux/${file}.js`, import.meta.url).href;
    const worker = new Worker(program, {
      eval: true,
      workerData: { kernel: dist('kernel'), scheduling: dist('scheduling') },
    });
    const seen = await new Promise<{ may: boolean; before: string; meanwhile: string; after: string }>(
      (resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      },
    );
    await worker.terminate();
    expect([seen.before, seen.meanwhile, seen.after]).toEqual(['0', seen.may ? '5' : '0', '0']);
  });
});
