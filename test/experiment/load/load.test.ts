/** The experiment: what it asks for, what it keeps where it ends early, and its document. */
import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { conduct } from '../../../src/experiment/conduct.ts';
import type { Runner } from '../../../src/experiment/contract.ts';
import { load, loadDocument } from '../../../src/experiment/load/load.ts';
import { loadStep } from '../../../src/experiment/load/plan.ts';
import { loadVerdict } from '../../../src/experiment/load/verdict.ts';
import { LoadSchema } from '../../../src/result/document/load.ts';
import { handleOf } from '../memory-runner.ts';
import { planWith, runsOf } from './model.ts';

describe('the experiment', () => {
  afterEach(() => void vi.useRealTimers());

  const made = (runner: Runner) =>
    conduct(load, planWith(), loadDocument(planWith()), { runner, command: ['sockbench', 'load'] });

  it('keeps the phases before one that fails, and begins none after it', async () => {
    const failing = planWith({ phase: 1 });
    const runs = runsOf(planWith());
    const failed = { status: 'failed', code: 'control-lost', message: 'gone' } as const;
    let started = 0;
    const runner: Runner = () => {
      const at = started++;
      const result = at === 2 ? { ...runs[at]!, transports: [], ending: failed } : runs[at]!;
      return at === 0 ? lasting(result) : handleOf(Promise.resolve(result));
    };
    vi.useFakeTimers();
    const { document: ended } = conduct(load, failing, loadDocument(planWith()), { runner });
    await vi.advanceTimersByTimeAsync(60_000);
    const document = await ended;
    expect(document.ending).toEqual(failed);
    expect([started, document.phases.map(({ name }) => name)]).toEqual([3, ['idle', 'up']]);
  });

  it('ends when it is told to, with the document so far', async () => {
    const runs = runsOf(planWith());
    const handle = made(() => lasting(runs[0]!));
    for await (const event of handle) if (event.event === 'step') setTimeout(() => handle.stop(), 10);
    const document = await handle.document;
    expect(document.ending.status).toBe('interrupted');
    expect(document.phases.map(({ name }) => name)).toEqual(['idle']);
  });

  it('asks for probes all the time, and for the loads one after the other', () => {
    const { runs } = loadStep(planWith());
    expect(runs.map(({ name, follows, until }) => [name, follows, until !== undefined])).toEqual([
      ['probes', undefined, true],
      ['up', undefined, false],
      ['down', 'up', false],
      ['both', 'down', false],
    ]);
    expect(loadStep(planWith({ direction: 'down' })).runs.map(({ name }) => name)).toEqual([
      'probes',
      'down',
    ]);
  });

  it('makes a document that its schema takes', () => {
    const plan = planWith();
    const runs = runsOf(plan);
    const base = {
      tool: { name: 'sockbench' as const, version: '0' },
      startedAt: '',
      command: [],
      host: runs[0]!.host,
      ending: { status: 'completed' as const },
    };
    const document = loadDocument(plan)(base, runs, loadVerdict(plan, runs));
    const parsed = v.safeParse(LoadSchema, JSON.parse(JSON.stringify(document)));
    expect(parsed.success ? [] : parsed.issues.map((issue) => v.getDotPath(issue))).toEqual([]);
  });

  it('of which a phase never began has failed, with the others kept', () => {
    const plan = planWith();
    const runs = runsOf(plan).slice(0, 3);
    const base = { ending: { status: 'completed' } } as never;
    const { ending, phases } = loadDocument(plan)(base, runs, loadVerdict(plan, runs));
    expect([ending.code, ending.details, phases.length]).toEqual(['load-unfinished', { missing: 1 }, 3]);
  });
});

/** A run that goes on until it is told to end. */
function lasting(result: Awaited<ReturnType<typeof runsOf>>[number]) {
  let end: () => void = () => {};
  const ended = new Promise<typeof result>((resolve) => {
    end = () => resolve({ ...result, ending: { status: 'interrupted' } });
  });
  return { ...handleOf(ended), stop: () => end() };
}
