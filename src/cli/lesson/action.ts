/** `sockbench lesson`: which lesson, and the race of `arq` from its options to its document. */
import { lessonDocument } from '../../experiment/lesson/arq/document.ts';
import { lessonFile } from '../../experiment/lesson/arq/file.ts';
import { roundTrip } from '../../experiment/lesson/arq/predict.ts';
import { Race, type RaceOptions } from '../../experiment/lesson/arq/race/race.ts';
import { safeJson } from '../../present/export/json.ts';
import { lessonSummary } from '../../present/lesson/text.ts';
import { type LessonDocument, RACERS } from '../../result/document/lesson.ts';
import { requireLab } from '../../run/lab/requirements.ts';
import { MILLISECOND, parseBytes, SECOND } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { endsEarly } from '../early.ts';
import { impairmentFrom } from '../options/impairment.ts';
import { choice, clash, duration, refuse, whole } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import { documentText, lessonFiles } from '../report/document-files.ts';
import { requireFreeFiles, saveAll, stdoutIsFile, writesFiles } from '../save.ts';
import type { LessonTyped } from './options.ts';
import { type LessonShow, lessonShow } from './show.ts';

type Plan = Omit<RaceOptions, 'tell' | 'signal'>;

export async function lessonAction(
  name: string | undefined,
  options: LessonTyped,
  context: CliContext,
): Promise<void> {
  const { words, stdout } = context;
  const chosen = choice('lesson', name, ['arq', 'stream', 'queue'], words.lesson.allowed.name);
  if (chosen === undefined) return void stdout.write(`${words.lesson.list}\n`);
  refuseOthers(chosen, options, words);
  if (chosen === 'arq') return arqLesson(options, context);
  if (chosen === 'queue') {
    const { queueLesson } = await import('./queue.ts');
    return queueLesson(options, context);
  }
  const { streamLesson } = await import('./stream.ts');
  await streamLesson(options, context);
}

/** Options of the one lesson are refused in the other. */
function refuseOthers(
  lesson: 'arq' | 'stream' | 'queue',
  options: LessonTyped,
  { stream: texts }: Words,
): void {
  const own: readonly string[] = ['ui', 'lang', 'color', 'force'];
  const stream = ['step', 'sender', 'receiver'];
  const fits = (name: string): boolean =>
    own.includes(name) ||
    (lesson === 'arq'
      ? !stream.includes(name)
      : lesson === 'stream'
        ? stream.includes(name)
        : QUEUE.has(name));
  for (const name of Object.keys(options)) {
    if (!fits(name)) clash(flagOf(name), `lesson ${lesson}`, texts.allowed.only);
  }
}

const QUEUE: ReadonlySet<string> = new Set(['step', 'seed']);

const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

async function arqLesson(options: LessonTyped, context: CliContext): Promise<void> {
  const { words } = context;
  if (options.json === true && options.jsonStream === true)
    clash('--json-stream', '--json', words.cli.allowed.oneOutput);
  const plan = planFrom(options, words);
  const document =
    options.json === true ? '--json' : options.jsonStream === true ? '--json-stream' : undefined;
  requireFreeFiles(options, document, context);
  await requireLab();
  const stopping = new AbortController();
  const early = endsEarly(() => stopping.abort(), writesFiles(options), context);
  const lesson = await raced(plan, options, context, stopping);
  early.over();
  print(lesson, options, context);
  const saved = await saveAll(await lessonFiles(lesson, options, context), options, context, early.saving);
  early.forget();
  throw new Exit(saved ? statusOf(lesson) : EXIT.failed);
}

async function raced(
  plan: Plan,
  options: LessonTyped,
  context: CliContext,
  stopping: AbortController,
): Promise<LessonDocument> {
  const startedAt = new Date();
  let show: LessonShow | undefined;
  const race = new Race({ ...plan, tell: (event) => show?.push(event), signal: stopping.signal });
  show = await lessonShow(options, context, {
    alone: plan.racers.length === 1,
    end: () => stopping.abort(),
    setImpairment: (impairment) => race.setImpairment(impairment),
  });
  try {
    const outcome = await race.run();
    if (!stopping.signal.aborted) await show.left;
    return lessonDocument(outcome, plan, {
      version: context.version,
      command: ['sockbench', ...context.argv],
      startedAt,
      interrupted: stopping.signal.aborted,
    });
  } finally {
    show.end();
  }
}

/** @throws SockbenchError `bad-option` */
function planFrom(options: LessonTyped, words: Words): Plan {
  const { allowed } = words.lesson;
  const seed = whole('--seed', options.seed, 0, 2 ** 32 - 1, words.cli.allowed.seed) ?? 1;
  const given = { bandwidth: '10M', delay: '20ms', loss: '5%' };
  // A ready-made link is taken as it is.
  const typed = options.profile === undefined ? { ...given, ...options } : options;
  const impairment = impairmentFrom(typed, seed, words)!;
  const racer = choice('--protocol', options.protocol, RACERS, allowed.protocol);
  const window = whole('--window', options.window, 1, 1024, allowed.window) ?? 8;
  const timeout = duration('--timeout', options.timeout, MILLISECOND, allowed.timeout);
  if (timeout !== undefined && timeout > 60 * SECOND) refuse('--timeout', options.timeout!, allowed.timeout);
  const bytes = whole('--bytes', options.bytes, 0, 4 * 2 ** 20, allowed.bytes, parseBytes) ?? 65_536;
  return {
    racers: racer === undefined ? RACERS : [racer],
    window,
    timeout: timeout ?? Math.max(LEAST_TIMEOUT, 2 * roundTrip(impairment, window)),
    impairment,
    file: lessonFile(bytes, seed),
  };
}

/** Timers of the machine are no finer. */
const LEAST_TIMEOUT = 2 * MILLISECOND;

function print(lesson: LessonDocument, options: LessonTyped, context: CliContext): void {
  const { stdout, words } = context;
  if (options.json === true) stdout.write(documentText(lesson));
  else if (options.jsonStream === true) stdout.write(`${safeJson({ event: 'lesson', ...lesson })}\n`);
  else {
    const page = pageFor(stdoutIsFile(options), options.color, context);
    page.print(lessonSummary(lesson, words, page));
  }
}

function statusOf({ ending, protocols }: LessonDocument): number {
  if (ending.status === 'interrupted') return EXIT.interrupted;
  return protocols.every(({ intact }) => intact) ? EXIT.done : EXIT.failed;
}
