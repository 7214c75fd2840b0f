/** The judgement on a terminal. */
import type { CaseResult, Judgement } from '../../result/document/judgement.ts';
import type { Words } from '../../words/index.ts';
import { endingLines } from '../text/ending.ts';
import { type Paint, paintFor } from '../text/paint.ts';
import type { SummaryOptions } from '../text/summary.ts';
import { table } from '../text/table.ts';
import { marked, wrapped } from '../text/wrap.ts';
import { caseRows, notesOf, outputsOf, sentencesOf, titleOf, WORD_COLUMNS, withoutReasons } from './rows.ts';

export function judgementText(judgement: Judgement, words: Words, { color, width }: SummaryOptions): string {
  const paint = paintFor(color);
  const room = Math.max(20, width);
  const { cases, passed, failed } = judgement;
  const all = passed + failed;
  const total = words.judge.total(passed, all);
  const mark = failed > 0 || all === 0 ? ('✖' as const) : ('✔' as const);
  const blocks = [
    endingLines(judgement, words, paint, room),
    all === 0
      ? []
      : table({ ...withoutReasons(caseRows(judgement, words)), words: WORD_COLUMNS }, room, paint),
    ...cases.filter(({ verdict }) => verdict === 'fail').map((one) => failure(one, words, paint, room)),
    notesOf(judgement, words).flatMap((note) => wrapped(note, room, paint.dim)),
    all === 0 ? [] : marked(mark, mark === '✔' ? paint.good : paint.bad, total, room),
  ];
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function failure(one: CaseResult, words: Words, paint: Paint, width: number): string[] {
  const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
  const outputs = outputsOf(one, words).flatMap(({ title, lines }) => [
    ...indented([paint.dim(title)]),
    ...lines.map((line) => `    ${line}`),
  ]);
  const said = sentencesOf(one, words).flatMap((sentence) => wrapped(sentence, width - 2));
  return [...marked('✖', paint.bad, titleOf(one, words), width), ...indented(said), ...outputs];
}
