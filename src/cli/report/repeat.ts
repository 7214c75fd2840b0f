/** `report` of a run that was repeated: printed, judged and saved as its command does. */
import { repeatText } from '../../present/repeat/text.ts';
import type { RepeatDocument } from '../../result/document/repeat.ts';
import { judgeRepeat } from '../../result/repeat-asserts.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { requireAssertions } from '../options/asserts.ts';
import type { ReportOptions } from '../options/report-options.ts';
import { clash } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import { saveAll, stdoutIsFile } from '../save.ts';
import { documentText, repeatFiles } from './document-files.ts';

/** Of a run alone. */
const NOT_OFFERED = ['csv', 'prometheus', 'hgrm'] as const;

export async function reportRepeat(
  saved: RepeatDocument,
  options: ReportOptions,
  width: number | undefined,
  context: CliContext,
): Promise<never> {
  const { words, stdout } = context;
  for (const name of NOT_OFFERED)
    if (options[name] !== undefined) clash(`--${name}`, 'report', words.report.ofRuns);
  // Asserts of the command line replace those of the runs.
  const asserts = options.assert && requireAssertions(options.assert, words);
  const judged = asserts && judgeRepeat(asserts, saved.runs, saved.planned);
  const document = judged === undefined ? saved : { ...saved, asserts: judged };
  const page = pageFor(stdoutIsFile(options), options.color, context);
  if (options.json === true) stdout.write(documentText(document));
  else page.print(repeatText(document, words, { ...page, width: width ?? page.width }));
  const written = await saveAll(await repeatFiles(document, options, context), options, context);
  if (!written) throw new Exit(EXIT.failed);
  throw new Exit(document.asserts.every(({ holds }) => holds) ? EXIT.done : EXIT.assertion);
}
