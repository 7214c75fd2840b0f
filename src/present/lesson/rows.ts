/** The race as a table, and what is to be said about it: shared by text, Markdown and page. */
import type { LessonDocument, ProtocolResult } from '../../result/document/lesson.ts';
import type { Words } from '../../words/index.ts';
import { formatFor, UNKNOWN } from '../format.ts';
import { describeImpairment } from '../shared/describe.ts';
import type { Rows } from '../shared/rows.ts';

export function raceRows({ protocols }: LessonDocument, words: Words): Rows {
  const { table, names } = words.lesson;
  const format = formatFor(words);
  return {
    head: [
      table.protocol,
      table.seconds,
      table.sent,
      table.lost,
      table.resent,
      table.needless,
      table.efficiency,
      table.predicted,
      table.textbook,
    ],
    rows: protocols.map((one) => [
      names[one.name],
      one.seconds === null ? UNKNOWN : format.plain(one.seconds, 2),
      format.count(one.sent),
      format.count(one.lost + one.lostAnswers),
      format.count(one.resent),
      format.count(one.needless),
      format.percent(one.efficiency),
      predictedText(one, words),
      format.percent(one.textbook),
    ]),
  };
}

function predictedText({ predicted }: ProtocolResult, words: Words): string {
  if (predicted === null) return UNKNOWN;
  const format = formatFor(words);
  const [low, high] = predicted.map((share) => format.plain(Number((share * 100).toPrecision(2)), 6));
  return `${low}–${high} %`;
}

/** What was asked for, in one line. */
export function askedText({ spec }: LessonDocument, words: Words): string {
  const format = formatFor(words);
  const packets = Math.max(1, Math.ceil(spec.bytes / spec.payload));
  return words.lesson.asked(
    format.bytes(spec.bytes),
    packets,
    spec.window,
    format.time(spec.timeoutSeconds * 1e9),
  );
}

export const linkText = ({ spec }: LessonDocument, words: Words): string =>
  words.summary.link.over(describeImpairment(spec.impairment, words));

export function notesOf({ protocols, changes }: LessonDocument, words: Words): string[] {
  const { notes, names } = words.lesson;
  return [
    ...protocols.filter(({ seconds }) => seconds === null).map(({ name }) => notes.unfinished(names[name])),
    ...protocols
      .filter(({ seconds, intact }) => seconds !== null && !intact)
      .map(({ name }) => notes.notIntact(names[name])),
    ...(changes.length > 0 ? [notes.changed] : []),
    notes.lost,
    notes.efficiency,
  ];
}

/** Who was first, in a sentence. */
export function verdictOf({ protocols }: LessonDocument, words: Words): string {
  const text = words.lesson.page;
  const done = protocols.filter(({ seconds }) => seconds !== null).sort((a, b) => a.seconds! - b.seconds!);
  const [first] = done;
  if (first === undefined) return text.none;
  const time = formatFor(words).time(first.seconds! * 1e9);
  return (protocols.length > 1 ? text.verdict : text.alone)(capital(words.lesson.names[first.name]), time);
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
