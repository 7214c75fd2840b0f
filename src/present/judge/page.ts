/** The judgement as a page: what went wrong first, the first failure packet by packet, then all cases. */
import type { DiagramPacket, Judgement } from '../../result/document/judgement.ts';
import type { Language, Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';
import { aboutSection } from '../html/about.ts';
import { type Arrow, sequenceSvg } from '../html/charts/sequence-svg.ts';
import { htmlDocument } from '../html/document.ts';
import { escapeHtml } from '../html/escape.ts';
import { section } from '../html/section.ts';
import { htmlTable } from '../html/table.ts';
import { caseRows, notesOf, sentencesOf, titleOf, WORD_COLUMNS } from './rows.ts';

export function judgementPage(judgement: Judgement, words: Words, language: Language): string {
  const text = words.judge.page;
  const { passed, failed } = judgement;
  const total = words.judge.total(passed, passed + failed);
  const body = [
    `<header class="verdict"><h1>${escapeHtml(total)}</h1>${commands(judgement, words)}</header>`,
    section(text.what, failures(judgement, words)),
    section(words.html.headings.sequence, diagram(judgement, words)),
    section(text.cases, htmlTable(caseRows(judgement, words), text.cases, WORD_COLUMNS)),
    ...notesOf(judgement, words).map((note) => `<p>${escapeHtml(note)}</p>`),
    section(words.html.headings.about, aboutSection(judgement, words, [])),
  ].join('');
  return htmlDocument({ title: text.title, body, charts: [], data: judgement, words, language });
}

function commands({ spec }: Judgement, words: Words): string {
  const { sender, receiver } = words.judge.page;
  const line = (label: string, command: string): string =>
    `<p class="asked">${escapeHtml(label)}: <code>${escapeHtml(command)}</code></p>`;
  return line(sender, spec.sender) + line(receiver, spec.receiver);
}

function failures(judgement: Judgement, words: Words): string {
  return judgement.cases
    .filter(({ verdict }) => verdict === 'fail')
    .map((one) => {
      const said = sentencesOf(one, words).map((sentence) => `<p>${escapeHtml(sentence)}</p>`);
      return `<h3>${escapeHtml(titleOf(one, words))}</h3>${said.join('')}`;
    })
    .join('');
}

function diagram({ diagram: found }: Judgement, words: Words): string {
  if (found === null || found.packets.length === 0) return '';
  const text = words.judge.page;
  const format = formatFor(words);
  const arrows = found.packets.map((packet) => arrowOf(packet, words, format));
  return sequenceSvg(arrows, text.diagram(found.case), 'udp', words, [text.sender, text.receiver]);
}

function arrowOf(packet: DiagramPacket, words: Words, format: Format): Arrow {
  const { time, deliveredAt, direction, fate, again } = packet;
  return {
    time,
    deliveredAt,
    up: direction === 'up',
    gone: fate === 'lost' || fate === 'queueDropped',
    again,
    bare: direction === 'down',
    label: labelOf(packet, words, format),
  };
}

function labelOf(
  { direction, range, bytes, fate, again }: DiagramPacket,
  words: Words,
  format: Format,
): string {
  const text = words.judge.packet;
  const { again: sentAgain, lost, queueDropped, corrupted } = words.html.sequence;
  const name =
    range !== null
      ? text.data(format.count(range[0]), format.count(range[1] - 1))
      : (direction === 'up' ? text.other : text.answer)(format.count(bytes));
  return [
    name,
    ...(again && direction === 'up' ? [sentAgain] : []),
    ...(fate === 'lost' ? [lost] : fate === 'queueDropped' ? [queueDropped] : []),
    ...(fate === 'corrupted' ? [corrupted] : []),
  ].join(', ');
}
