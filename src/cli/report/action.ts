/** What `sockbench report` does: reads, judges, prints and saves. */
import { intervalsCsv } from '../../present/export/csv.ts';
import { resultJson } from '../../present/export/json.ts';
import { summaryText } from '../../present/text/summary.ts';
import { judge } from '../../result/asserts/thresholds.ts';
import type { RunResult } from '../../result/document/schema.ts';
import { readSaved, STANDARD_INPUT } from '../../run/files/read-result.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { groupsOf } from '../lab/separator.ts';
import { requireAssertions } from '../options/asserts.ts';
import { clash, refuse, whole } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import { requireFreeFiles, saveReports, stdoutIsFile } from '../save.ts';
import type { ReportOptions } from './options.ts';

export async function reportAction(
  files: readonly string[],
  options: ReportOptions,
  context: CliContext,
): Promise<void> {
  const { report, cli } = context.words;
  if (options.json === true && options.csv === true) clash('--csv', '--json', cli.allowed.oneOutput);
  const width = whole('--width', options.width, 20, 1000, cli.allowed.positive);
  if (files.filter((file) => file === STANDARD_INPUT).length > 1)
    clash(STANDARD_INPUT, STANDARD_INPUT, report.oneInput);
  const groups = groupsOf(files);
  if (groups !== undefined) {
    const { compareAction } = await import('./compare.ts');
    if (groups.some((group) => group.length === 0)) refuse('report', '--', report.needsSeparator);
    return compareAction(...groups, { ...options, columns: width }, context);
  }
  if (files.length > 1) refuse('report', files.join(' '), report.oneFile);
  requireFreeFiles(
    options,
    options.json === true ? '--json' : options.csv === true ? '--csv' : undefined,
    context,
  );
  const read = await readSaved(files[0]!);
  if (read.kind !== 'result') {
    const { reportOther } = await import('./other.ts');
    return reportOther(read, options, width, context);
  }
  const asserts = options.assert && requireAssertions(options.assert, context.words);
  const result = withAsserts(read.document, asserts);
  show(result, options, width, context);
  const saved = await saveReports(result, options, context);
  throw new Exit(saved ? statusOf(result) : EXIT.failed);
}

function show(
  result: RunResult,
  options: ReportOptions,
  width: number | undefined,
  context: CliContext,
): void {
  if (options.json === true) context.stdout.write(resultJson(result));
  else if (options.csv === true) context.stdout.write(intervalsCsv(result));
  else {
    const page = pageFor(stdoutIsFile(options), options.color, context);
    page.print(summaryText(result, context.words, { ...page, width: width ?? page.width }));
  }
}

/** Asserts of the command line replace those of the run; without any, the run's own stand. */
function withAsserts(result: RunResult, expressions: readonly string[] | undefined): RunResult {
  return expressions === undefined ? result : { ...result, asserts: judge(expressions, result) };
}

/** A report repeats the gates of its run, not its failure: that a run failed is what it was asked to show. */
const statusOf = ({ asserts }: RunResult): number =>
  asserts.every(({ holds }) => holds) ? EXIT.done : EXIT.assertion;
