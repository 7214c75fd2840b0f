/** `report` of a judgement, a lesson or a class: printed and saved as their commands do. */
import { classText } from '../../present/classroom/text.ts';
import { judgementText } from '../../present/judge/text.ts';
import { lessonSummary } from '../../present/lesson/text.ts';
import type { Saved } from '../../result/document/codec.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import type { ReportOptions } from '../options/report-options.ts';
import { clash } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import { saveAll, stdoutIsFile, type Wanted } from '../save.ts';
import { classFiles, documentText, judgementFiles, lessonFiles } from './document-files.ts';

type Other = Exclude<Saved, { kind: 'result' | 'load' | 'repeat' }>;

/** Of a run alone. */
const NOT_OFFERED = ['csv', 'prometheus', 'hgrm', 'assert'] as const;

const REFUSED = {
  judgement: NOT_OFFERED,
  lesson: [...NOT_OFFERED, 'junit'],
  class: [...NOT_OFFERED, 'junit', 'markdown', 'markdownAppend'],
} as const;

export async function reportOther(
  saved: Other,
  options: ReportOptions,
  width: number | undefined,
  context: CliContext,
): Promise<never> {
  const { words, stdout } = context;
  for (const name of REFUSED[saved.kind])
    if (options[name] !== undefined) clash(`--${name}`, 'report', words.report.ofRuns);
  const page = pageFor(stdoutIsFile(options), options.color, context);
  const room = { ...page, width: width ?? page.width };
  if (options.json === true) stdout.write(documentText(saved.document));
  else if (saved.kind === 'judgement') page.print(judgementText(saved.document, words, room));
  else if (saved.kind === 'class') page.print(classText(saved.document, words, room));
  else page.print(lessonSummary(saved.document, words, room));
  const written = await saveAll(await filesOf(saved, options, context), options, context);
  if (!written) throw new Exit(EXIT.failed);
  // A report repeats the gate: what the judge said.
  const failed = saved.kind === 'judgement' && saved.document.failed > 0;
  throw new Exit(failed ? EXIT.assertion : EXIT.done);
}

function filesOf(saved: Other, options: ReportOptions, context: CliContext): Promise<Wanted[]> {
  if (saved.kind === 'judgement') return judgementFiles(saved.document, options, context);
  if (saved.kind === 'class') return classFiles(saved.document, options, context);
  return lessonFiles(saved.document, options, context);
}
