/** The conductor: steps in order, what was measured is kept, ends are told as they were. */
import { describe, expect, it } from 'vitest';
import { type ConductOptions, conduct } from '../../src/experiment/conduct.ts';
import type { Experiment, Runner } from '../../src/experiment/contract.ts';
import type { RunHandle } from '../../src/library/run.ts';
import { specOf } from '../../src/library/spec.ts';
import type { Ending, RunResult } from '../../src/result/document/schema.ts';
import type { RunEvent } from '../../src/result/events/events.ts';
import { documentOf } from '../../src/run/client/document.ts';
import { handleOf } from './memory-runner.ts';

const REQUEST = { transports: ['udp' as const] };
const resultOf = (ending: Ending): RunResult => ({
  ...documentOf({
    version: '0.0.0',
    command: [],
    startedAt: '',
    spec: specOf(REQUEST),
    effective: null,
    transports: [],
    interrupted: false,
    failure: undefined,
  }),
  ending,
});
const DONE: Ending = { status: 'completed' };

/** `plan` steps of two runs each. */
const pairs: Experiment<number, { made: number }> = {
  steps: (plan, soFar) => {
    const at = soFar.length / 2;
    const run = (name: string) => ({ name, request: REQUEST });
    return at >= plan ? null : { name: `${at}`, runs: [run('a'), run('b')] };
  },
  verdict: (_, runs) => ({ made: runs.length }),
};

const conducted = (plan: number, options: ConductOptions) =>
  conduct(pairs, plan, (base, runs, body) => ({ ...base, runs, ...body }), options);

const always =
  (...endings: Ending[]): Runner =>
  () =>
    handleOf(Promise.resolve(resultOf(endings.length > 1 ? endings.shift()! : endings[0]!)));

/** A run that ends when it is told to. */
function patient(): { runner: Runner; started: () => number } {
  let started = 0;
  const runner: Runner = (_, signal) => {
    started++;
    let end: (result: RunResult) => void = () => {};
    const result = new Promise<RunResult>((resolve) => {
      end = resolve;
    });
    const stop = (): void => end(resultOf({ status: 'interrupted' }));
    signal.addEventListener('abort', stop);
    return { ...handleOf(result), stop } satisfies RunHandle;
  };
  return { runner, started: () => started };
}

describe('a conductor', () => {
  it('makes the steps in turn, and tells of each', async () => {
    const told: string[] = [];
    for await (const event of conducted(3, { runner: always(DONE) })) {
      if (event.event === 'step') told.push(`${event.step}: ${event.runs.join(' ')}`);
      else if (event.event === 'run') told.push(`${event.step}${event.run} ${event.of.event}`);
      else told.push(`${event.document.made} ${event.document.ending.status}`);
    }
    const step = (at: number) => [`${at}: a b`, `${at}a result`, `${at}b result`];
    expect(told).toEqual([...step(0), ...step(1), ...step(2), '6 completed']);
  });

  it('keeps what was measured when a run fails, makes no more, and says why it ended', async () => {
    const failed: Ending = { status: 'failed', code: 'no-answer', message: 'nobody' };
    const document = await conducted(3, { runner: always(DONE, DONE, failed, DONE) }).document;
    expect(document).toMatchObject({ made: 4, ending: failed });
  });

  it('ends when it is told to, with the runs so far', async () => {
    const { runner, started } = patient();
    const handle = conducted(3, { runner });
    await expect.poll(started).toBe(2);
    handle.stop();
    expect(await handle.document).toMatchObject({ made: 2, ending: { status: 'interrupted' } });
    expect(started()).toBe(2);
  });

  it('ends by a signal, also one that was given before', async () => {
    const { runner, started } = patient();
    const abort = new AbortController();
    const handle = conducted(3, { runner, signal: abort.signal });
    await expect.poll(started).toBe(2);
    abort.abort();
    expect((await handle.document).ending).toEqual({ status: 'interrupted' });
    const never = await conducted(3, { runner, signal: abort.signal }).document;
    expect([never.made, started()]).toEqual([0, 2]);
  });

  it('ends a run whose time is over, and one that does not end when it is told to: no interruption', async () => {
    const { runner, started } = patient();
    // Told once, it goes on awaiting.
    const slow: Runner = (request, signal) => {
      const handle = runner(request, signal);
      let told = 0;
      return { ...handle, stop: () => void (++told === 2 && handle.stop()) };
    };
    const timed: Experiment<number, { made: number }> = {
      steps: (_, soFar) => {
        if (soFar.length > 0) return null;
        const beside = { name: 'a', request: REQUEST, until: 1e6, most: 20e6 };
        return { name: '0', runs: [beside, { name: 'b', request: REQUEST, most: 20e6 }] };
      },
      verdict: (_, runs) => ({ made: runs.length }),
    };
    const document = await conduct(timed, 1, (base, runs, body) => ({ ...base, runs, ...body }), {
      runner: slow,
    }).document;
    expect([document.made, started(), document.ending]).toEqual([2, 2, DONE]);
    expect(document.runs.map(({ ending }) => ending)).toEqual([DONE, DONE]);
  });

  it('begins nothing more of a step where a run could not even begin in its time', async () => {
    const { runner, started } = patient();
    const queued: Experiment<number, { made: number }> = {
      steps: (_, soFar) => {
        if (soFar.length > 0) return null;
        const one = { name: 'a', request: REQUEST, most: 5e6 };
        return { name: '0', runs: [one, { ...one, name: 'b', follows: 'a' }] };
      },
      verdict: (_, runs) => ({ made: runs.length }),
    };
    const { made } = await conduct(queued, 1, (base, runs, body) => ({ ...base, runs, ...body }), { runner })
      .document;
    expect([made, started()]).toEqual([1, 1]);
  });

  it('begins what stands beside a run when that one is answered, however late it begins', async () => {
    const begun: string[] = [];
    let answer: () => void = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const runner: Runner = (request) => {
      begun.push(request.mode ?? 'echo');
      const handle = handleOf(Promise.resolve(resultOf(DONE)));
      if (request.mode === 'up') return handle;
      async function* events(): AsyncGenerator<RunEvent> {
        await answered;
        yield { event: 'samples', transport: 'udp', sent: [], up: [], down: [] };
        yield { event: 'result', result: await handle.result };
      }
      return { ...handle, [Symbol.asyncIterator]: events };
    };
    const beside: Experiment<number, object> = {
      steps: (_, soFar) => {
        if (soFar.length > 0) return null;
        const load = { name: 'b', request: { ...REQUEST, mode: 'up' as const }, after: 1, beside: 'a' };
        return { name: '0', runs: [{ name: 'a', request: REQUEST }, load] };
      },
      verdict: () => ({}),
    };
    const { document } = conduct(beside, 1, (base, runs) => ({ ...base, runs }), { runner });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(begun).toEqual(['echo']);
    answer();
    expect([(await document).runs.length, begun]).toEqual([2, ['echo', 'up']]);
  });

  it('ends where nobody listens any more', async () => {
    const { runner } = patient();
    const handle = conducted(3, { runner });
    for await (const event of handle) if (event.event === 'step') break;
    expect((await handle.document).ending.status).toBe('interrupted');
  });
});
