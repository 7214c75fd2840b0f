/** The judgement for a ticket or a CI job. */
import type { Judgement } from '../../result/document/judgement.ts';
import type { Words } from '../../words/index.ts';
import { escapeMarkdown, markdownTable } from '../export/markdown.ts';
import { caseRows, notesOf, sentencesOf, titleOf, WORD_COLUMNS } from './rows.ts';

export function judgementMarkdown(judgement: Judgement, words: Words): string {
  const { cases, passed, failed, ending } = judgement;
  const blocks = [
    `## sockbench: ${escapeMarkdown(words.judge.page.title)}`,
    ending.status === 'interrupted' ? `> ⚠️ ${escapeMarkdown(words.summary.interrupted)}` : '',
    `${failed > 0 ? '❌' : '✅'} ${escapeMarkdown(words.judge.total(passed, passed + failed))}`,
    markdownTable(caseRows(judgement, words), WORD_COLUMNS),
    ...cases
      .filter(({ verdict }) => verdict === 'fail')
      .map((one) =>
        [`### ${escapeMarkdown(titleOf(one, words))}`, ...sentencesOf(one, words).map(escapeMarkdown)].join(
          '\n\n',
        ),
      ),
    ...notesOf(judgement, words).map(escapeMarkdown),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
