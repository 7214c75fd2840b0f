/** `sockbench lesson stream`: its steps one after the other, each over a link of its own. */
import { conductStep, type StudentCommands } from '../../experiment/lesson/stream/conduct.ts';
import { STEPS, STREAM_STEPS } from '../../experiment/lesson/stream/steps.ts';
import { streamStepText } from '../../present/lesson/stream.ts';
import { requireLab } from '../../run/lab/requirements.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { endsEarly } from '../early.ts';
import { commandWords } from '../options/command-words.ts';
import { choice } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import type { LessonTyped } from './options.ts';

export async function streamLesson(options: LessonTyped, context: CliContext): Promise<void> {
  const { words } = context;
  const { allowed, questions } = words.stream;
  const only = choice('--step', options.step, STEPS, allowed.step);
  const wordsOf = (option: string, text: string | undefined): readonly string[] | null =>
    text === undefined ? null : commandWords(option, text, allowed.command);
  const commands: StudentCommands = {
    sender: wordsOf('--sender', options.sender),
    receiver: wordsOf('--receiver', options.receiver),
  };
  const student = commands.sender !== null || commands.receiver !== null;
  await requireLab();
  const stopping = new AbortController();
  const early = endsEarly(() => stopping.abort(), false, context);
  const page = pageFor(false, options.color, context);
  // What a student's program does is the same in every step: one is enough where none was named.
  const steps = only !== undefined ? [only] : commands.sender !== null ? STEPS.slice(0, 1) : STEPS;
  for (const [at, name] of steps.entries()) {
    const moments = await conductStep(STREAM_STEPS[name], commands, stopping.signal);
    if (stopping.signal.aborted) break;
    page.print(streamStepText({ number: at + 1, name, moments, student }, words, page));
  }
  early.forget();
  if (stopping.signal.aborted) throw new Exit(EXIT.interrupted);
  if (only === undefined && !student) page.print(`${questions}\n`);
}
