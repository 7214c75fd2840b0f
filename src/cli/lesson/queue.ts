/** `sockbench lesson queue`: `load` over the lab, told in steps, each over a link of its own. */
import { QUEUE_STEPS, queuePlan } from '../../experiment/lesson/queue/steps.ts';
import { loadOverLab } from '../../experiment/load/over-lab.ts';
import { type QueueStepShown, queueStepText, queueTable } from '../../present/lesson/queue.ts';
import { requireLab } from '../../run/lab/requirements.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { endsEarly } from '../early.ts';
import { choice, whole } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import type { LessonTyped } from './options.ts';

export async function queueLesson(options: LessonTyped, context: CliContext): Promise<void> {
  const { words, stderr } = context;
  const only = choice('--step', options.step, QUEUE_STEPS, words.queue.allowed.step);
  const seed = whole('--seed', options.seed, 0, 2 ** 32 - 1, words.cli.allowed.seed) ?? 1;
  await requireLab();
  const stopping = new AbortController();
  const early = endsEarly(() => stopping.abort(), false, context);
  const page = pageFor(false, options.color, context);
  const shown: QueueStepShown[] = [];
  for (const name of only === undefined ? QUEUE_STEPS : [only]) {
    const number = QUEUE_STEPS.indexOf(name) + 1;
    stderr.write(`${words.queue.running(number, words.queue.titles[name])}\n`);
    const document = await unlessStopped(
      loadOverLab(queuePlan(name, seed), stopping.signal),
      stopping.signal,
    );
    if (document === null) break;
    shown.push({ number, name, document });
    page.print(queueStepText(shown.at(-1)!, words, page));
  }
  early.forget();
  if (stopping.signal.aborted) throw new Exit(EXIT.interrupted);
  if (only === undefined) page.print(queueTable(shown, words, page));
  if (shown.some(({ document }) => document.ending.status !== 'completed')) throw new Exit(EXIT.failed);
}

/** @returns null where somebody ended it */
async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
