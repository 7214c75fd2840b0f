/** What `tcp`, `udp` and `compare` do: run, show, save and judge; ends with the exit status of the contract. */
import { closeSync } from 'node:fs';
import { safeText } from '../../present/safe-text.ts';
import type { RunResult } from '../../result/document/schema.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { RunSpec } from '../../result/spec.ts';
import { refuseIdleOptions } from '../../run/client/plan/idle-options.ts';
import { Run } from '../../run/client/run.ts';
import { makeReportRing } from '../../run/client/threads/report-ring.ts';
import { labFromEnvironment } from '../../run/lab/link/client.ts';
import type { Transport } from '../../units.ts';
import { typedAgain } from '../../words/command.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { aimsAtLab } from '../lab/target.ts';
import { requireAssertions } from '../options/asserts.ts';
import { impairmentFrom } from '../options/impairment.ts';
import { readKey } from '../options/key.ts';
import type { RunOptions } from '../options/run-options.ts';
import { specFrom } from '../options/spec.ts';
import { whole } from '../options/values.ts';
import { onReaderGone } from '../reader-gone.ts';
import { requireFreeFiles, saveReports, writesFiles } from '../save.ts';
import { onStopSignals } from '../signals.ts';
import { forScreen } from '../terminal.ts';
import { type Consumer, consumerFor, type ScreenKeys, type UiKind } from './consumers.ts';
import { type Format, formatOf, print, statusOf, uiFrom, uiKind, wantsScreen, writeLine } from './output.ts';
import { SaveKey } from './save-key.ts';

export async function runAction(
  transports: readonly Transport[],
  typed: string | undefined,
  options: RunOptions,
  context: CliContext,
): Promise<void> {
  const { words } = context;
  const lab = labFromEnvironment(context.env);
  const target = lab !== undefined && aimsAtLab(typed, lab) ? undefined : typed;
  // A target of its own inside the lab is somebody else's: its link is not ours to report.
  const link = lab !== undefined && target === undefined ? lab.impairment : linkFrom(options, words);
  const spec = specFrom(transports, target, options, link, words);
  // Which engine `auto` is, only the run finds out.
  refuseIdleOptions(spec, spec.engine === 'portable' || spec.mode === 'connect' ? 'portable' : 'linux');
  requireAssertions(spec.asserts, words);
  const format = formatOf(options, words);
  const ui = uiFrom(options, words);
  // Its own server is this process's child on loopback: there is nobody to prove anything to.
  const key = target === undefined ? null : readKey(options.keyFile, context.env);
  requireFreeFiles(options, format === 'text' ? undefined : `--${format}`, context);
  if (spec.impairment !== null && lab === undefined) {
    const { runInLab } = await import('./in-lab.ts');
    throw new Exit(await runInLab(spec, context, wantsScreen(ui, format, context)));
  }
  const { kind, reports } = shownHow(uiKind(ui, format, context), context);
  const screen = forScreen(options.color, context);
  const save = new SaveKey(transports.length > 1 ? 'compare' : transports[0]!, options.output);
  const run = new Run(spec, {
    version: context.version,
    command: ['sockbench', ...context.argv],
    reports,
    key,
    lab: target === undefined ? lab : undefined,
  });
  const saving = new AbortController();
  let ended = false;
  const stopSignals = onStopSignals(() => {
    run.stop();
    if (ended) saving.abort();
  });
  // A file, a screen or a verdict is worth the rest of the run; a pipe that nobody reads is not.
  const others = writesFiles(options) || kind === 'dashboard' || spec.asserts.length > 0;
  const reader = others ? undefined : onReaderGone(context.stdout, () => stopAtOnce(run));
  let wantsLink = false;
  const tryLink = (): void => {
    wantsLink = true;
    stopAtOnce(run);
  };
  const offered = process.platform === 'linux' && lab === undefined && target === undefined;
  const { result, picture } = await consume(run, spec, kind, format, options, screen, {
    inLab: lab !== undefined,
    reports,
    save,
    tryLink: offered ? tryLink : undefined,
  });
  if (wantsLink) {
    await save.finish(context);
    stopSignals.forget();
    throw new Exit(await overSuggestedLink(spec, options, context));
  }
  ended = true;
  reader?.forget();
  for (const line of picture) context.stdout.write(`${line}\n`);
  await print(result, format, options, context);
  const saved = [
    await saveReports(result, options, context, saving.signal),
    await save.finish(context),
  ].every(Boolean);
  // Not before: what was measured is lost to a signal until it is written.
  stopSignals.forget();
  throw new Exit(saved ? statusOf(result) : EXIT.failed);
}

/** Twice: what is on its way is not waited for. */
function stopAtOnce(run: Run): void {
  run.stop();
  run.stop();
}

/** `t` on the screen: the run begins again, with the link that was suggested. */
async function overSuggestedLink(spec: RunSpec, options: RunOptions, context: CliContext): Promise<number> {
  const { runInLab, SUGGESTED } = await import('./in-lab.ts');
  const [, loss, , delay] = SUGGESTED;
  const impairment = linkFrom({ ...options, loss, delay }, context.words);
  const command = typedAgain(['sockbench', ...context.argv, ...SUGGESTED]);
  context.stderr.write(`${context.words.cli.status.tryLink(command)}\n`);
  return runInLab({ ...spec, impairment, seed: impairment!.seed }, context, true, SUGGESTED);
}

/** The link that was asked for; its seed is the run's. */
function linkFrom(options: RunOptions, words: CliContext['words']): Impairment | null {
  const seed = whole('--seed', options.seed, 0, 2 ** 32 - 1, words.cli.allowed.seed);
  return impairmentFrom(options, seed ?? Math.floor(Math.random() * 2 ** 32), words);
}

/** A machine without room for what generators and screen share gets lines. */
function shownHow(kind: UiKind, { stderr, words }: CliContext): { kind: UiKind; reports: number | null } {
  if (kind !== 'dashboard') return { kind, reports: null };
  try {
    return { kind, reports: makeReportRing() };
  } catch (error) {
    stderr.write(`${words.cli.status.noRoomForScreen(safeText((error as Error).message))}\n`);
    return { kind: 'text', reports: null };
  }
}

async function consume(
  run: Run,
  spec: RunSpec,
  kind: UiKind,
  format: Format,
  options: RunOptions,
  context: CliContext,
  keys: ScreenKeys,
): Promise<{ result: RunResult; picture: readonly string[] }> {
  const consumer: Consumer = await consumerFor(kind, spec, run, context, keys);
  let result: RunResult | undefined;
  for await (const event of run.start()) {
    if (format === 'json-stream' && event.event !== 'beside' && event.event !== 'unshown')
      writeLine(event, options, context);
    consumer.push(event);
    if (event.event === 'result') result = event.result;
  }
  const picture = await consumer.end();
  // Whoever wrote to it has ended.
  if (keys.reports !== null) closeSync(keys.reports);
  return { result: result!, picture };
}
