/** What `tcp`, `udp` and `compare` do: ask, run, show, save, judge; ends with the exit status of the contract. */
import { closeSync } from 'node:fs';
import { safeText } from '../../present/safe-text.ts';
import type { RunResult } from '../../result/document/schema.ts';
import { deferred } from '../../run/client/control/deferred.ts';
import { Run } from '../../run/client/run.ts';
import { makeReportRing } from '../../run/client/threads/report-ring.ts';
import type { Transport } from '../../units.ts';
import { typedAgain } from '../../words/command.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { type Early, endsEarly } from '../early.ts';
import { impairmentFrom } from '../options/impairment.ts';
import type { RunOptions } from '../options/run-options.ts';
import { saveReports, writesFiles } from '../save.ts';
import { leaveTaken } from '../screen/taken-over.ts';
import { forScreen } from '../terminal.ts';
import { type Asked, askedFrom, type UiKind, uiKind, wantsScreen } from './asked.ts';
import { consumerFor, type ScreenKeys } from './consumers.ts';
import { print, statusOf, writeLine } from './output.ts';
import { SaveKey } from './save-key.ts';

export async function runAction(
  transports: readonly Transport[],
  typed: string | undefined,
  options: RunOptions,
  context: CliContext,
): Promise<void> {
  try {
    const asked = askedFrom(transports, typed, options, context);
    throw new Exit(await act(asked, context));
  } finally {
    await leaveTaken(context.stdout);
  }
}

/** @returns the exit status */
async function act(asked: Asked, context: CliContext): Promise<number> {
  const { spec, lab, shown, written } = asked;
  if (asked.times > 1) {
    const { repeatAction } = await import('./repeat.ts');
    return repeatAction(asked, context);
  }
  if (spec.impairment !== null && lab === undefined) {
    const { runInLab } = await import('./in-lab.ts');
    const draws = wantsScreen(shown, context);
    const sessions = spec.transports.length;
    return runInLab(spec, context, draws ? { draws, sessions, first: spec } : { draws, sessions });
  }
  const save = new SaveKey(spec.transports.length > 1 ? 'compare' : spec.transports[0]!, written.output);
  const { result, picture, wantsLink, early } = await showRun(asked, save, context);
  if (wantsLink) {
    await save.finish(context);
    early.forget();
    return overSuggestedLink(asked, context);
  }
  await print(result, asked, context);
  // Below the tables, which are taller than most terminals: what is seen last says what it all means.
  for (const line of picture) context.stdout.write(`${line}\n`);
  const saved = [await saveReports(result, written, context, early.saving), await save.finish(context)].every(
    Boolean,
  );
  early.forget();
  return saved ? statusOf(result) : EXIT.failed;
}

interface Made {
  readonly result: RunResult;
  /** Lines of the screen that stay. */
  readonly picture: readonly string[];
  /** `t` on the screen. */
  readonly wantsLink: boolean;
  readonly early: Early;
}

async function showRun(asked: Asked, save: SaveKey, context: CliContext): Promise<Made> {
  const { spec, lab, key, shown, written } = asked;
  const { kind, reports } = await shownHow(uiKind(shown, context), context);
  const seen = deferred<void>();
  const run = new Run(spec, {
    untilShown: seen.promise,
    version: context.version,
    command: ['sockbench', ...context.argv],
    reports,
    key,
    name: asked.name,
    lab: spec.target === null ? lab : undefined,
  });
  const worth = writesFiles(written) || kind === 'dashboard' || spec.asserts.length > 0;
  const early = endsEarly(() => run.stop(), worth, context);
  let wantsLink = false;
  const tryLink = (): void => {
    wantsLink = true;
    // Twice: what is on its way is not waited for.
    run.stop();
    run.stop();
  };
  const offered = process.platform === 'linux' && lab === undefined && spec.target === null;
  const keys = { inLab: lab !== undefined, reports, save, tryLink: offered ? tryLink : undefined };
  const consumed = await consume(run, asked, kind, context, { ...keys, seen: seen.resolve });
  early.over();
  return { ...consumed, wantsLink, early };
}

/** `t` on the screen: the run begins again, with the link that was suggested. */
async function overSuggestedLink({ spec }: Asked, context: CliContext): Promise<number> {
  const { runInLab, SUGGESTED } = await import('./in-lab.ts');
  const [, loss, , delay] = SUGGESTED;
  const impairment = impairmentFrom({ loss, delay }, spec.seed, context.words);
  const command = typedAgain(['sockbench', ...context.argv, ...SUGGESTED]);
  context.stderr.write(`${context.words.cli.status.tryLink(command)}\n`);
  const again = { ...spec, impairment };
  const sessions = again.transports.length;
  return runInLab(again, context, { draws: true, sessions, first: again, more: SUGGESTED });
}

/** A machine without room for what generators and screen share gets lines. */
async function shownHow(
  kind: UiKind,
  { stdout, stderr, words }: CliContext,
): Promise<{ kind: UiKind; reports: number | null }> {
  if (kind !== 'dashboard') return { kind, reports: null };
  try {
    return { kind, reports: makeReportRing() };
  } catch (error) {
    await leaveTaken(stdout);
    stderr.write(`${words.cli.status.noRoomForScreen(safeText((error as Error).message))}\n`);
    return { kind: 'text', reports: null };
  }
}

async function consume(
  run: Run,
  { spec, shown }: Asked,
  kind: UiKind,
  context: CliContext,
  { seen, ...keys }: ScreenKeys & { readonly seen: () => void },
): Promise<Pick<Made, 'result' | 'picture'>> {
  // What a run prepares, and what a screen loads, takes as long as the longer of the two.
  const events = run.start();
  const consumer = await consumerFor(kind, spec, run, forScreen(shown.color, context), keys);
  void consumer.shown.then(seen);
  let result: RunResult | undefined;
  for await (const event of events) {
    if (shown.format === 'json-stream' && event.event !== 'beside' && event.event !== 'unshown')
      writeLine(event, shown, context);
    consumer.push(event);
    if (event.event === 'result') result = event.result;
  }
  const picture = await consumer.end();
  // Whoever wrote to it has ended.
  if (keys.reports !== null) closeSync(keys.reports);
  return { result: result!, picture };
}
