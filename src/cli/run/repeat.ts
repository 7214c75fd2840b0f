/** `--repeat N`: the same run N times in turn, each line by line, and what they say together. */
import { conduct } from '../../experiment/conduct.ts';
import type { ExperimentEvent } from '../../experiment/contract.ts';
import { labRunnerInTurn } from '../../experiment/lab-runner.ts';
import { type RepeatPlan, repeat, repeatDocument } from '../../experiment/repeat/repeat.ts';
import { resultJson, safeJson, withoutPackets } from '../../present/export/json.ts';
import { repeatText } from '../../present/repeat/text.ts';
import { sayWarning } from '../../present/shared/sentences.ts';
import { judgeRepeat } from '../../result/asserts/repeat-asserts.ts';
import type { RepeatDocument } from '../../result/document/repeat.ts';
import { type CliContext, EXIT } from '../context.ts';
import { endsEarly } from '../early.ts';
import { pageFor } from '../printing.ts';
import { repeatFiles } from '../report/document-files.ts';
import { saveAll, stdoutIsFile, writesFiles } from '../save.ts';
import type { Asked } from './asked.ts';
import { textLines } from './consumers.ts';
import { statusOf as statusOfRun } from './output.ts';

/** @returns the exit status */
export async function repeatAction(asked: Asked, context: CliContext): Promise<number> {
  const { spec, seeded, times, lab, key, shown, written } = asked;
  const { seed, ...unseeded } = spec;
  const plan: RepeatPlan = { request: seeded ? { ...unseeded, seed } : unseeded, times };
  const handle = conduct(repeat, plan, repeatDocument(plan), {
    command: ['sockbench', ...context.argv],
    ...(key !== null && { key }),
    // Inside a lab the link is the one that is there.
    ...(lab !== undefined && spec.impairment !== null && { runner: labRunnerInTurn(spec.impairment) }),
  });
  const worth = writesFiles(written) || spec.asserts.length > 0;
  const early = endsEarly(() => handle.stop(), worth, context);
  const show = await progress(asked, context);
  for await (const event of handle) {
    if (shown.format === 'json-stream') writeLine(event, context);
    show(event);
  }
  const measured = await handle.document;
  lab?.close();
  early.over();
  const asserts = judgeRepeat(spec.asserts, measured.runs, measured.planned);
  const document: RepeatDocument = { ...measured, asserts };
  print(document, asked, context);
  const files = await repeatFiles(document, written, context);
  sayNothingMeasured(document, context);
  const saved = await saveAll(files, written, context, early.saving);
  early.forget();
  return saved ? statusOf(document) : EXIT.failed;
}

type Event = ExperimentEvent<RepeatDocument>;

async function progress({ times, shown }: Asked, context: CliContext): Promise<(event: Event) => void> {
  if (shown.ui === 'none') return () => {};
  const { stderr, words } = context;
  const lines = await textLines(context);
  return (event) => {
    if (event.event === 'step') stderr.write(`${words.repeat.progress(event.step + 1, times)}\n`);
    else if (event.event === 'run') lines.push(event.of);
  };
}

/** Each run's own document stands in the last line. */
function writeLine(event: Event, { stdout }: CliContext): void {
  if (event.event === 'document' || (event.event === 'run' && event.of.event === 'result')) return;
  stdout.write(`${safeJson(event)}\n`);
}

function print(document: RepeatDocument, { shown, written }: Asked, context: CliContext): void {
  const { stdout, words } = context;
  const printed = shown.packets ? document : { ...document, runs: document.runs.map(withoutPackets) };
  if (shown.format === 'json') stdout.write(resultJson(printed));
  else if (shown.format === 'json-stream') stdout.write(`${safeJson({ event: 'repeat', ...printed })}\n`);
  else {
    const page = pageFor(stdoutIsFile(written), shown.color, context);
    page.print(repeatText(document, words, { ...page, linear: shown.ui === 'text' }));
  }
}

/** What ended well, and ends with a status that says it did not, says why: a series shows no warnings of its runs. */
function sayNothingMeasured({ ending, runs }: RepeatDocument, { stderr, words }: CliContext): void {
  const nothing = runs.find((run) => statusOfRun({ ...run, asserts: [] }) === EXIT.failed);
  if (ending.status !== 'completed' || nothing === undefined) return;
  const why = nothing.transports.flatMap(({ quality }) => quality.warnings)[0];
  const { message, remedy } = why === undefined ? words.errors['nothing-measured']() : sayWarning(why, words);
  stderr.write(`sockbench: ${message} ${remedy ?? ''}\n`);
}

/** A run that failed, or that measured nothing, is what it would be alone; gates are judged on all of them. */
export function statusOf({ ending, runs, asserts }: RepeatDocument): number {
  const alone = runs.map((run) => statusOfRun({ ...run, asserts: [] }));
  const failed = alone.find((status) => status === EXIT.failed || status === EXIT.misuse);
  if (failed !== undefined || ending.status === 'failed') return failed ?? EXIT.failed;
  if (ending.status === 'interrupted') return EXIT.interrupted;
  return asserts.every(({ holds }) => holds) ? EXIT.done : EXIT.assertion;
}
