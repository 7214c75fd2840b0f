/** `sockbench report BEFORE… -- AFTER…`: two groups of saved results against each other, and the gates on what changed. */
import { safeJson } from '../../present/export/json.ts';
import { comparisonText } from '../../present/text/comparison.ts';
import { compareRuns } from '../../result/compare/compare.ts';
import type { Comparison, Run } from '../../result/compare/comparison.ts';
import { readRuns } from '../../run/files/read-result.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { requireComparisonAssertions } from '../options/asserts.ts';
import { clash } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import { markdownFiles, requireFreeFiles, saveAll, stdoutIsFile, type Wanted } from '../save.ts';
import type { ReportOptions } from './options.ts';

export async function compareAction(
  before: readonly string[],
  after: readonly string[],
  options: ReportOptions & { readonly columns: number | undefined },
  context: CliContext,
): Promise<void> {
  refuseOthers(options, context);
  const asserts = requireComparisonAssertions(options.assert ?? [], context.words);
  requireFreeFiles(options, options.json === true ? '--json' : undefined, context);
  const [old, fresh] = [await runsOf(before), await runsOf(after)];
  const comparison = compareRuns(old, fresh, asserts);
  if (options.json === true) context.stdout.write(`${safeJson(comparison, 2)}\n`);
  else {
    const page = pageFor(stdoutIsFile(options), options.color, context);
    page.print(comparisonText(comparison, context.words, { ...page, width: options.columns ?? page.width }));
  }
  const saved = await saveAll(await wanted(comparison, old, fresh, options, context), options, context);
  throw new Exit(saved ? statusOf(comparison) : EXIT.failed);
}

/** A series of runs counts as its runs. */
async function runsOf(files: readonly string[]): Promise<Run[]> {
  const read = await Promise.all(files.map((file) => readRuns(file)));
  return read.flat();
}

const statusOf = ({ asserts }: Comparison): number =>
  asserts.every(({ holds }) => holds) ? EXIT.done : EXIT.assertion;

async function wanted(
  comparison: Comparison,
  before: readonly Run[],
  after: readonly Run[],
  options: ReportOptions,
  { words, language }: CliContext,
): Promise<Wanted[]> {
  const { html, markdown, markdownAppend, junit } = options;
  const files: Wanted[] = [];
  if (html !== undefined) {
    const { comparisonPage } = await import('../../present/html/comparison-page.ts');
    files.push({ file: html, render: () => comparisonPage(comparison, before, after, words, language) });
  }
  if (markdown !== undefined || markdownAppend !== undefined) {
    const { markdownComparison } = await import('../../present/export/markdown-comparison.ts');
    files.push(...markdownFiles(options, () => markdownComparison(comparison, words)));
  }
  if (junit !== undefined) {
    const { comparisonJunit } = await import('../../present/export/junit.ts');
    files.push({ file: junit, render: () => comparisonJunit(comparison, words) });
  }
  return files;
}

/** @throws SockbenchError where an option belongs to a single result */
function refuseOthers(options: ReportOptions, { words }: CliContext): void {
  const single = ['csv', 'hgrm', 'prometheus'] as const;
  for (const name of single) {
    if (options[name] !== undefined) clash(`--${name}`, '--', words.report.singleOnly);
  }
}
