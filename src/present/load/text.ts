/** A load on a terminal, when it is over. */

import { kindOfLoad } from '../../result/asserts/load-asserts.ts';
import type { LoadDocument } from '../../result/document/load.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';
import { safeText } from '../safe-text.ts';
import type { AssertLine } from '../shared/asserts.ts';
import { valueText } from '../shared/value-text.ts';
import { assertBlock } from '../text/assert-block.ts';
import { endingLines } from '../text/ending.ts';
import { type Paint, paintFor } from '../text/paint.ts';
import type { SummaryOptions } from '../text/summary.ts';
import { table } from '../text/table.ts';
import { marked, wrapped } from '../text/wrap.ts';
import { handRows } from './by-hand.ts';
import { askedLines, loadNotes, phaseRows } from './rows.ts';
import { sentencesOf } from './say.ts';
import { loadTrust } from './trust.ts';

export function loadText(
  document: LoadDocument,
  words: Words,
  { color, width, linear = false }: SummaryOptions,
): string {
  const paint = paintFor(color);
  const room = Math.max(20, width);
  const [first = '', ...others] = askedLines(document, words);
  const empty = document.phases.length === 0;
  const blocks = [
    [...endingLines(document, words, paint, room), ...trustLines(document, words, paint, room)],
    [...wrapped(first, room, paint.bold), ...others.flatMap((line) => wrapped(line, room))],
    empty ? [words.load.say.nothing] : table(phaseRows(document, words), linear ? 0 : room, paint),
    sentencesOf(document, words).flatMap((sentence) => wrapped(sentence, room, paint.bold)),
    handBlock(document, words, room, paint),
    assertBlock(loadAsserts(document, words), paint, room),
    loadNotes(document, words).flatMap((note) => wrapped(note, room, paint.dim)),
  ];
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function handBlock({ byHand }: LoadDocument, words: Words, room: number, paint: Paint): string[] {
  if (byHand === undefined) return [];
  const { title, about } = words.load.byHand;
  const { rows } = handRows(byHand, words);
  const width = Math.max(0, ...rows.map(([at = '']) => at.length));
  const lines = rows.map(([at = '', what = '']) => `  ${at.padStart(width)}  ${what}`);
  return [paint.bold(title), ...wrapped(about, room, paint.dim), ...lines];
}

/** What limits trust first. */
function trustLines(document: LoadDocument, words: Words, paint: Paint, room: number): string[] {
  const { trust, warnings } = loadTrust(document, words);
  if (trust === null) return [];
  const first =
    trust.level === 'good'
      ? marked('✔', paint.good, trust.text, room)
      : marked('!', paint.warn, trust.text, room);
  const said = warnings.flatMap(({ message, remedy }) =>
    marked('!', paint.warn, `${message} ${remedy ?? ''}`.trim(), room),
  );
  return [...first, ...said];
}

export function loadAsserts({ asserts }: LoadDocument, words: Words): AssertLine[] {
  const text = words.summary.asserts;
  const format = formatFor(words);
  return asserts.map(({ expression, value, holds }) => {
    const measured = value === null ? '' : text.measured(valueText(value, kindOfLoad(expression), format));
    const outcome = value === null ? text.unknown : `${holds ? text.holds : text.fails} (${measured})`;
    return { holds, text: `${safeText(expression)}: ${outcome}` };
  });
}
