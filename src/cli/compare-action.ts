/** `sockbench report BEFORE… -- AFTER…`: two groups of saved results against each other. */
import { safeJson } from '../present/json.ts';
import { comparisonText } from '../present/text/comparison.ts';
import { compareRuns } from '../result/compare.ts';
import type { Comparison, Run } from '../result/comparison.ts';
import { readResult } from '../run/files/read-result.ts';
import type { CliContext } from './context.ts';
import type { ReportOptions } from './options/report-options.ts';
import { clash } from './options/values.ts';
import { requireFreeFiles, save, stdoutIsFile } from './save.ts';
import { colorWanted } from './terminal.ts';

export async function compareAction(
  before: readonly string[],
  after: readonly string[],
  options: ReportOptions & { readonly columns: number | undefined },
  context: CliContext,
): Promise<void> {
  refuseOthers(options, context);
  requireFreeFiles(options, options.json === true ? '--json' : undefined, context);
  const read = (files: readonly string[]): Promise<Run[]> =>
    Promise.all(files.map(async (file) => ({ file, result: await readResult(file) })));
  const [old, fresh] = [await read(before), await read(after)];
  const comparison = compareRuns(old, fresh);
  const { stdout, stderr } = context;
  (stdoutIsFile(options) ? stderr : stdout).write(
    options.json === true
      ? `${safeJson(comparison, 2)}\n`
      : comparisonText(comparison, context.words, {
          color: colorWanted(options.color, context.stdout, context.env),
          width: options.columns ?? context.stdout.columns ?? 80,
        }),
  );
  if (options.html !== undefined) await savePage(options.html, comparison, old, fresh, options, context);
}

async function savePage(
  file: string,
  comparison: Comparison,
  before: readonly Run[],
  after: readonly Run[],
  options: ReportOptions,
  context: CliContext,
): Promise<void> {
  const { comparisonPage } = await import('../present/html/comparison-page.ts');
  const page = comparisonPage(comparison, before, after, context.words, context.language);
  await save(file, page, options, context);
}

/** @throws SockbenchError where an option belongs to a single result */
function refuseOthers(options: ReportOptions, { words }: CliContext): void {
  const single = ['csv', 'markdown', 'junit', 'hgrm', 'prometheus', 'assert'] as const;
  for (const name of single) {
    if (options[name] !== undefined) clash(`--${name}`, '--', words.report.singleOnly);
  }
}
