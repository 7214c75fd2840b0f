/** A load for a ticket or a hand-out. */
import type { LoadDocument } from '../../result/document/load.ts';
import type { Words } from '../../words/index.ts';
import { assertItems, escapeMarkdown, markdownTable } from '../export/markdown.ts';
import { handRows } from './by-hand.ts';
import { askedLines, loadNotes, phaseRows } from './rows.ts';
import { sentencesOf } from './say.ts';
import { loadAsserts } from './text.ts';
import { loadTrust } from './trust.ts';

const trusted = (document: LoadDocument, words: Words): string[] => {
  const { trust, warnings } = loadTrust(document, words);
  return trust === null ? [] : [trust.text, ...warnings.map(({ message }) => message)];
};

function handParts({ byHand }: LoadDocument, words: Words): string[] {
  if (byHand === undefined) return [];
  const { title, about } = words.load.byHand;
  return [`### ${title}`, escapeMarkdown(about), markdownTable(handRows(byHand, words), [1])];
}

export function loadMarkdown(document: LoadDocument, words: Words): string {
  const said = (text: string): string => escapeMarkdown(text);
  const blocks = [
    `## sockbench: ${said(words.load.page.title)}`,
    ...trusted(document, words).map(said),
    askedLines(document, words).map(said).join('  \n'),
    markdownTable(phaseRows(document, words), []),
    ...sentencesOf(document, words).map((sentence) => `**${said(sentence)}**`),
    ...handParts(document, words),
    assertItems(loadAsserts(document, words), words),
    ...loadNotes(document, words).map(said),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
