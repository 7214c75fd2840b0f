/** `report` of a judgement or a lesson: printed and saved as their commands do. */
import { judgementText } from '../../present/judge/text.ts';
import { lessonSummary } from '../../present/lesson/text.ts';
import type { Saved } from '../../result/document/codec.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import type { ReportOptions } from '../options/report-options.ts';
import { clash } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import { saveAll, stdoutIsFile } from '../save.ts';
import { documentText, judgementFiles, lessonFiles } from './document-files.ts';

/** Of a run alone. */
const NOT_OFFERED = ['csv', 'prometheus', 'hgrm', 'assert'] as const;

export async function reportOther(
  saved: Exclude<Saved, { kind: 'result' | 'load' | 'repeat' }>,
  options: ReportOptions,
  width: number | undefined,
  context: CliContext,
): Promise<never> {
  const { words, stdout } = context;
  for (const name of saved.kind === 'lesson' ? [...NOT_OFFERED, 'junit' as const] : NOT_OFFERED)
    if (options[name] !== undefined) clash(`--${name}`, 'report', words.report.ofRuns);
  const page = pageFor(stdoutIsFile(options), options.color, context);
  const room = { ...page, width: width ?? page.width };
  if (options.json === true) stdout.write(documentText(saved.document));
  else if (saved.kind === 'judgement') page.print(judgementText(saved.document, words, room));
  else page.print(lessonSummary(saved.document, words, room));
  const files =
    saved.kind === 'judgement'
      ? await judgementFiles(saved.document, options, context)
      : await lessonFiles(saved.document, options, context);
  const written = await saveAll(files, options, context);
  if (!written) throw new Exit(EXIT.failed);
  // A report repeats the gate: what the judge said.
  const failed = saved.kind === 'judgement' && saved.document.failed > 0;
  throw new Exit(failed ? EXIT.assertion : EXIT.done);
}
