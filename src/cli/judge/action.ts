/** What `sockbench judge` does: runs the cases, tells each as it is judged, prints and saves the judgement. */
import { homedir, tmpdir } from 'node:os';
import { CommanderError } from '@commander-js/extra-typings';
import { SockbenchError } from '../../errors.ts';
import type { Case } from '../../experiment/judge/cases.ts';
import { type JudgeEvent, judgePair } from '../../experiment/judge/conductor.ts';
import { judgementOf } from '../../experiment/judge/document.ts';
import { placesFor } from '../../experiment/judge/places.ts';
import { type Pair, runTrial } from '../../experiment/judge/trial.ts';
import { safeJson } from '../../present/export/json.ts';
import { judgementText } from '../../present/judge/text.ts';
import type { Judgement } from '../../result/document/judgement.ts';
import { requireLab } from '../../run/lab/requirements.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { endsEarly } from '../early.ts';
import { commandWords } from '../options/command-words.ts';
import { choice, clash } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import { documentText, judgementFiles } from '../report/document-files.ts';
import { requireFreeFiles, saveAll, stdoutIsFile } from '../save.ts';
import type { JudgeTyped } from './options.ts';
import { casesOf, listCases, type Settings, settingsFrom } from './settings.ts';

/** Of each command: generous for an exercise. */
const LIMITS = { memory: 512 * 2 ** 20, processes: 64, output: 8 * 2 ** 20, disk: 64 * 2 ** 20 };

export async function judgeAction(options: JudgeTyped, context: CliContext): Promise<void> {
  if (options.json === true && options.jsonStream === true)
    clash('--json-stream', '--json', context.words.cli.allowed.oneOutput);
  const settings = settingsFrom(options, context.words);
  choice('--ui', options.ui, ['auto', 'text', 'none'], context.words.cli.allowed.choice('auto, text, none'));
  const cases = casesOf(options, settings, context.words);
  if (options.list === true) return void context.stdout.write(listCases(cases, context.words));
  const pair = pairFrom(options, settings, context);
  const document =
    options.json === true ? '--json' : options.jsonStream === true ? '--json-stream' : undefined;
  requireFreeFiles(options, document, context);
  await requireJudge(context);
  const stopping = new AbortController();
  // It is made for its verdict, whoever reads the rest.
  const early = endsEarly(() => stopping.abort(), true, context);
  const judgement = await judged(pair, cases, settings, options, context, stopping.signal);
  early.over();
  print(judgement, options, context);
  const saved = await saveAll(
    await judgementFiles(judgement, options, context),
    options,
    context,
    early.saving,
  );
  early.forget();
  throw new Exit(saved ? statusOf(judgement) : EXIT.failed);
}

async function judged(
  pair: Pair,
  cases: readonly Case[],
  settings: Settings,
  options: JudgeTyped,
  context: CliContext,
  interrupted: AbortSignal,
): Promise<Judgement> {
  const startedAt = new Date();
  const { file, jobs } = settings;
  const outcome = await judgePair(
    {
      cases,
      jobs,
      file,
      interrupted,
      trial: (made, mostPackets) => runTrial(pair, { ...made, mostPackets }, interrupted),
    },
    (event) => show(event, options, context),
  );
  return judgementOf(outcome, {
    version: context.version,
    command: ['sockbench', ...context.argv],
    startedAt,
    interrupted: interrupted.aborted,
    spec: {
      sender: options.sender!,
      receiver: options.receiver!,
      seed: settings.seed,
      timeoutSeconds: settings.timeout / 1e3,
      quietSeconds: settings.quiet / 1e3,
      file: options.file ?? null,
      long: options.long === true,
    },
  });
}

function pairFrom(options: JudgeTyped, settings: Settings, context: CliContext): Pair {
  const { env, words } = context;
  const commandOf = (name: 'sender' | 'receiver'): string[] => {
    const text = options[name];
    if (text === undefined)
      throw new CommanderError(EXIT.misuse, 'commander.missingMandatoryOptionValue', `error: '--${name}'`);
    return commandWords(`--${name}`, text, words.judge.allowed.command);
  };
  const [sender, receiver] = [commandOf('sender'), commandOf('receiver')];
  const folder = process.cwd();
  const places = placesFor([...sender, ...receiver], folder, homedir(), tmpdir(), env['PATH'] ?? '');
  const { timeout, quiet } = settings;
  return { sender, receiver, folder, ...places, environment: env, limits: LIMITS, timeout, quiet };
}

/** Said before anything starts. */
async function requireJudge({ stderr, words }: CliContext): Promise<void> {
  try {
    await requireLab();
  } catch (error) {
    if (!(error instanceof SockbenchError)) throw error;
    stderr.write(`sockbench: ${error.say(words)} ${words.judge.noLab}\n`);
    throw new Exit(EXIT.failed);
  }
}

function show(
  event: JudgeEvent,
  { jsonStream, ui }: JudgeTyped,
  { stdout, stderr, words }: CliContext,
): void {
  if (event.event !== 'judged') return;
  const { result } = event;
  if (jsonStream === true) stdout.write(`${safeJson(event)}\n`);
  if (ui === 'none') return;
  const why = result.reasons.map((reason) => words.judge.reasons[reason]).join(', ');
  const mark = result.verdict === 'pass' ? '✔' : '✖';
  stderr.write(`${mark} ${safeJson(result.name).slice(1, -1)}${why === '' ? '' : `: ${why}`}\n`);
}

function print(judgement: Judgement, options: JudgeTyped, context: CliContext): void {
  const { stdout, words } = context;
  if (options.json === true) stdout.write(documentText(judgement));
  else if (options.jsonStream === true) stdout.write(`${safeJson({ event: 'judgement', ...judgement })}\n`);
  else {
    const page = pageFor(stdoutIsFile(options), options.color, context);
    page.print(judgementText(judgement, words, page));
  }
}

function statusOf({ ending, passed, failed }: Judgement): number {
  if (ending.status === 'interrupted') return EXIT.interrupted;
  if (passed + failed === 0) return EXIT.failed;
  return failed === 0 ? EXIT.done : EXIT.assertion;
}
