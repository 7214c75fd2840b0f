/** What `sockbench load` does: plans, runs, shows, saves and judges; over an emulated link it does so inside of it. */
import { conduct, type ExperimentHandle } from '../../experiment/conduct.ts';
import type { ExperimentEvent, Runner } from '../../experiment/contract.ts';
import { labRunner } from '../../experiment/lab-runner.ts';
import { load, loadDocument } from '../../experiment/load/load.ts';
import { type LoadPlan, SETTLING } from '../../experiment/load/plan.ts';
import { run } from '../../library/run.ts';
import { jsonLine, safeJson } from '../../present/export/json.ts';
import { loadText } from '../../present/load/text.ts';
import { judgeLoad } from '../../result/asserts/load-asserts.ts';
import type { LoadDocument } from '../../result/document/load.ts';
import { labFromEnvironment } from '../../run/lab/link/client.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { endsEarly } from '../early.ts';
import { aimsAtLab } from '../lab/target.ts';
import { requireLoadAssertions } from '../options/asserts.ts';
import { readKey } from '../options/key.ts';
import { pageFor } from '../printing.ts';
import { documentText, loadFiles } from '../report/document-files.ts';
import { requireFreeFiles, saveAll, stdoutIsFile, writesFiles } from '../save.ts';
import { requireLoadConsent } from './consent.ts';
import type { LoadTyped } from './options.ts';
import { loadPlanFrom } from './settings.ts';
import { type LoadShow, loadShow, showsLoad } from './show.ts';

/** Of a load: probes over both transports, and streams. */
const SESSIONS = 3;

export async function loadAction(
  typed: string | undefined,
  options: LoadTyped,
  context: CliContext,
): Promise<void> {
  const lab = labFromEnvironment(context.env);
  const target = lab !== undefined && aimsAtLab(typed, lab) ? undefined : typed;
  const plan = loadPlanFrom(
    target,
    options,
    target === undefined ? lab?.impairment : undefined,
    context.words,
  );
  const asserts = requireLoadAssertions(options.assert ?? [], context.words);
  const key = target === undefined ? null : readKey(options.keyFile, context.env);
  const kind = showsLoad(options, context);
  requireFreeFiles(options, documentOption(options), context);
  if (plan.impairment !== null && lab === undefined) {
    const { runInLab } = await import('../run/in-lab.ts');
    const { seed, family = 0, engine = 'auto' } = plan.common;
    const { impairment, congestionControl } = plan;
    const spec = { impairment, congestionControl, seed: seed!, family, engine };
    throw new Exit(await runInLab(spec, context, { draws: kind === 'dashboard', sessions: SESSIONS }));
  }
  await requireLoadConsent(plan);
  const runner = runnerFor(plan, key);
  const handle = conduct(load, plan, loadDocument(plan), { command: ['sockbench', ...context.argv], runner });
  const show = await loadShow(kind, plan, options, context, {
    end: () => handle.stop(),
    runner,
    setImpairment: (impairment) => lab?.setImpairment(impairment),
  });
  const stop = (): void => {
    handle.stop();
    show.leave();
  };
  const worth = writesFiles(options) || kind === 'dashboard' || asserts.length > 0;
  const early = endsEarly(stop, worth, context);
  const measured = await shown(handle, show, options, context);
  lab?.close();
  early.over();
  const document = { ...measured, asserts: judgeLoad(asserts, measured) };
  print(document, options, context);
  const files = await loadFiles(document, options, context);
  const saved = await saveAll(files, options, context, early.saving);
  early.forget();
  throw new Exit(saved ? statusOf(document) : EXIT.failed);
}

const documentOption = ({ json, jsonStream }: LoadTyped): string | undefined =>
  json === true ? '--json' : jsonStream === true ? '--json-stream' : undefined;

/** Over the link around this process, or as any program's runs. */
const runnerFor = (plan: LoadPlan, key: Uint8Array | null): Runner =>
  plan.impairment !== null
    ? labRunner(plan.impairment, SETTLING)
    : (request, signal) => run(request, { signal, ...(key !== null && { key }) });

async function shown(
  handle: ExperimentHandle<LoadDocument>,
  show: LoadShow,
  options: LoadTyped,
  context: CliContext,
): Promise<LoadDocument> {
  try {
    for await (const event of handle) {
      if (options.jsonStream === true) writeLine(event, context);
      show.push(event);
    }
    const document = await handle.document;
    await show.over(document);
    const byHand = show.byHand();
    return byHand === undefined ? document : { ...document, byHand };
  } finally {
    await show.end();
  }
}

/** Each run's own document stands in the last line. */
function writeLine(event: ExperimentEvent<LoadDocument>, { stdout }: CliContext): void {
  if (event.event === 'document') return;
  if (event.event === 'run' && (event.of.event === 'result' || jsonLine(event.of) === null)) return;
  stdout.write(`${safeJson(event)}\n`);
}

function print(document: LoadDocument, options: LoadTyped, context: CliContext): void {
  const { stdout, words } = context;
  if (options.json === true) stdout.write(documentText(document));
  else if (options.jsonStream === true) stdout.write(`${safeJson({ event: 'load', ...document })}\n`);
  else {
    const page = pageFor(stdoutIsFile(options), options.color, context);
    page.print(loadText(document, words, { ...page, linear: options.ui === 'text' }));
  }
}

function statusOf({ ending, asserts, phases }: LoadDocument): number {
  if (ending.status === 'failed') return ending.code === 'own-network' ? EXIT.misuse : EXIT.failed;
  if (ending.status === 'interrupted') return EXIT.interrupted;
  if (phases.length < 2) return EXIT.failed;
  return asserts.every(({ holds }) => holds) ? EXIT.done : EXIT.assertion;
}
