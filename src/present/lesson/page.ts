/** The race as a page: the table, and the protocols' packets side by side around their first loss. */
import type { LessonDocument, LessonPacket, ProtocolResult } from '../../result/document/lesson.ts';
import type { Language, Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';
import { aboutSection } from '../html/about.ts';
import { type Arrow, sequenceSvg } from '../html/charts/sequence-svg.ts';
import { htmlDocument } from '../html/document.ts';
import { escapeHtml } from '../html/escape.ts';
import { section } from '../html/section.ts';
import { htmlTable } from '../html/table.ts';
import { askedText, linkText, notesOf, raceRows, verdictOf } from './rows.ts';

/** Packets of one diagram, and those of them before the first loss. */
const MOST = 26;
const BEFORE = 6;

export function lessonPage(lesson: LessonDocument, words: Words, language: Language): string {
  const text = words.lesson.page;
  const paragraph = (sentence: string): string => `<p>${escapeHtml(sentence)}</p>`;
  const body = [
    `<header class="verdict"><h1>${escapeHtml(verdictOf(lesson, words))}</h1>`,
    `<p class="asked">${escapeHtml(linkText(lesson, words))}</p><p class="asked">${escapeHtml(askedText(lesson, words))}</p></header>`,
    section(text.table, htmlTable(raceRows(lesson, words), text.table)),
    ...notesOf(lesson, words).map(paragraph),
    section(text.diagrams, diagrams(lesson, words)),
    section(words.html.headings.about, aboutSection(lesson, words, [])),
  ].join('');
  return htmlDocument({ title: text.title, body, charts: [], data: lesson, words, language });
}

function diagrams({ protocols }: LessonDocument, words: Words): string {
  const drawn = protocols.filter(({ packets }) => packets.length > 0).map((one) => diagram(one, words));
  return drawn.length === 0 ? '' : `<div class="pair">${drawn.join('')}</div>`;
}

function diagram({ name, packets }: ProtocolResult, words: Words): string {
  const { names, screen } = words.lesson;
  const format = formatFor(words);
  const shown = aroundLoss([...packets].sort((a, b) => a.time - b.time));
  const arrows = shown.map((packet) => arrowOf(packet, name === 'tcp', words, format));
  const look = name === 'tcp' ? 'tcp' : 'udp';
  return sequenceSvg(arrows, names[name], look, words, [screen.sender, screen.receiver], name);
}

function aroundLoss(packets: readonly LessonPacket[]): readonly LessonPacket[] {
  const lost = packets.findIndex(({ fate }) => fate !== 'delivered');
  const from = lost === -1 ? 0 : Math.max(0, lost - BEFORE);
  return packets.slice(from, from + MOST);
}

function arrowOf(packet: LessonPacket, tcp: boolean, words: Words, format: Format): Arrow {
  const { time, deliveredAt, direction, fate, again, kind } = packet;
  return {
    time,
    deliveredAt,
    up: direction === 'up',
    gone: fate === 'lost' || fate === 'queueDropped',
    again,
    bare: kind !== 'data',
    label: labelOf(packet, tcp, words, format),
  };
}

function labelOf(
  { kind, number, fate, again }: LessonPacket,
  tcp: boolean,
  words: Words,
  format: Format,
): string {
  const text = words.lesson.page;
  const sequence = words.html.sequence;
  const count = format.count(number);
  const names = { data: tcp ? text.bytes : text.packet, ack: tcp ? text.acknowledgedBytes : text.ack };
  return [
    kind === 'other' ? text.control : names[kind](count),
    ...(again ? [sequence.again] : []),
    ...(fate === 'delivered' ? [] : [sequence[fate]]),
  ].join(', ');
}
