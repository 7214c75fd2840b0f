/** `report` of a load: printed, judged and saved as its command does. */
import { loadText } from '../../present/load/text.ts';
import type { LoadDocument } from '../../result/document/load.ts';
import { judgeLoad } from '../../result/load-asserts.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { requireLoadAssertions } from '../options/asserts.ts';
import type { ReportOptions } from '../options/report-options.ts';
import { clash } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import { saveAll, stdoutIsFile } from '../save.ts';
import { documentText, loadFiles } from './document-files.ts';

/** Of a run alone. */
const NOT_OFFERED = ['csv', 'prometheus', 'hgrm'] as const;

export async function reportLoad(
  saved: LoadDocument,
  options: ReportOptions,
  width: number | undefined,
  context: CliContext,
): Promise<never> {
  const { words, stdout } = context;
  for (const name of NOT_OFFERED)
    if (options[name] !== undefined) clash(`--${name}`, 'report', words.report.ofRuns);
  // Asserts of the command line replace those of the load.
  const asserts = options.assert && judgeLoad(requireLoadAssertions(options.assert, words), saved);
  const document = asserts === undefined ? saved : { ...saved, asserts };
  const page = pageFor(stdoutIsFile(options), options.color, context);
  if (options.json === true) stdout.write(documentText(document));
  else page.print(loadText(document, words, { ...page, width: width ?? page.width }));
  const written = await saveAll(await loadFiles(document, options, context), options, context);
  if (!written) throw new Exit(EXIT.failed);
  throw new Exit(document.asserts.every(({ holds }) => holds) ? EXIT.done : EXIT.assertion);
}
