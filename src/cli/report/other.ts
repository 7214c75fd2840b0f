/** `report` of what is no run: judged, printed and saved as the command that made it does. */
import { classText } from '../../present/classroom/text.ts';
import { judgementText } from '../../present/judge/text.ts';
import { lessonSummary } from '../../present/lesson/text.ts';
import { loadText } from '../../present/load/text.ts';
import { repeatText } from '../../present/repeat/text.ts';
import type { SummaryOptions } from '../../present/text/summary.ts';
import { judgeLoad } from '../../result/asserts/load-asserts.ts';
import { judgeRepeat } from '../../result/asserts/repeat-asserts.ts';
import type { Saved } from '../../result/document/codec.ts';
import type { AssertResult } from '../../result/document/schema.ts';
import type { Words } from '../../words/index.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { requireAssertions, requireLoadAssertions } from '../options/asserts.ts';
import { clash } from '../options/values.ts';
import { pageFor } from '../printing.ts';
import { type SaveOptions, saveAll, stdoutIsFile, type Wanted } from '../save.ts';
import {
  classFiles,
  documentText,
  judgementFiles,
  lessonFiles,
  loadFiles,
  repeatFiles,
} from './document-files.ts';
import type { ReportOptions } from './options.ts';

type Other = Exclude<Saved, { kind: 'result' }>;
type KindName = Other['kind'];
type DocumentOf<Name extends KindName> = Extract<Other, { kind: Name }>['document'];

interface Kind<Document> {
  /** Options that it has no use for. */
  readonly refused: readonly (keyof ReportOptions)[];
  /** Asserts of the command line replace its own; absent: it takes none. */
  readonly judged?: (document: Document, expressions: readonly string[], words: Words) => Document;
  readonly text: (document: Document, words: Words, options: SummaryOptions) => string;
  readonly files: (document: Document, options: SaveOptions, context: CliContext) => Promise<Wanted[]>;
  /** A report repeats the gate. */
  readonly holds: (document: Document) => boolean;
}

/** Of a run alone. */
const RUN_ALONE = ['csv', 'prometheus', 'hgrm'] as const;
const gatesHold = ({ asserts }: { readonly asserts: readonly AssertResult[] }): boolean =>
  asserts.every(({ holds }) => holds);

const KINDS: { readonly [Name in KindName]: Kind<DocumentOf<Name>> } = {
  load: {
    refused: ['csv', 'hgrm'],
    judged: (load, expressions, words) => ({
      ...load,
      asserts: judgeLoad(requireLoadAssertions(expressions, words), load),
    }),
    text: loadText,
    files: loadFiles,
    holds: gatesHold,
  },
  repeat: {
    refused: RUN_ALONE,
    judged: (repeated, expressions, words) => ({
      ...repeated,
      asserts: judgeRepeat(requireAssertions(expressions, words), repeated.runs, repeated.planned),
    }),
    text: repeatText,
    files: repeatFiles,
    holds: gatesHold,
  },
  judgement: {
    refused: [...RUN_ALONE, 'assert'],
    text: judgementText,
    files: judgementFiles,
    holds: ({ failed }) => failed === 0,
  },
  lesson: {
    refused: [...RUN_ALONE, 'assert', 'junit'],
    text: lessonSummary,
    files: lessonFiles,
    holds: () => true,
  },
  class: {
    refused: [...RUN_ALONE, 'assert', 'junit', 'markdown', 'markdownAppend'],
    text: classText,
    files: classFiles,
    holds: () => true,
  },
};

export const reportOther = (
  saved: Other,
  options: ReportOptions,
  width: number | undefined,
  context: CliContext,
): Promise<never> =>
  reportKind(KINDS[saved.kind] as Kind<Other['document']>, saved.document, options, width, context);

async function reportKind<Document extends Other['document']>(
  kind: Kind<Document>,
  saved: Document,
  options: ReportOptions,
  width: number | undefined,
  context: CliContext,
): Promise<never> {
  const { words, stdout } = context;
  for (const name of kind.refused)
    if (options[name] !== undefined) clash(`--${name}`, 'report', words.report.ofRuns);
  const document =
    options.assert === undefined || kind.judged === undefined
      ? saved
      : kind.judged(saved, options.assert, words);
  const page = pageFor(stdoutIsFile(options), options.color, context);
  if (options.json === true) stdout.write(documentText(document));
  else page.print(kind.text(document, words, { ...page, width: width ?? page.width }));
  const written = await saveAll(await kind.files(document, options, context), options, context);
  if (!written) throw new Exit(EXIT.failed);
  throw new Exit(kind.holds(document) ? EXIT.done : EXIT.assertion);
}
