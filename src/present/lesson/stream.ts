/** A step of the lesson on streams as a timeline of three columns. */
import type { StreamMoment } from '../../result/document/stream-lesson.ts';
import type { Words } from '../../words/index.ts';
import { safeText } from '../safe-text.ts';
import { type Paint, paintFor } from '../text/paint.ts';
import type { SummaryOptions } from '../text/summary.ts';
import { table } from '../text/table.ts';
import { wrapped } from '../text/wrap.ts';
import { clockOf } from './say.ts';

/** Of the step's name, as the words have it. */
export type StreamStepName = keyof Words['stream']['titles'];

export interface StreamStepShown {
  readonly number: number;
  readonly name: StreamStepName;
  readonly moments: readonly StreamMoment[];
  /** A program of the student's took part: the sentence asks about it. */
  readonly student: boolean;
}

export function streamStepText(
  step: StreamStepShown,
  words: Words,
  { color, width }: SummaryOptions,
): string {
  const text = words.stream;
  const paint = paintFor(color);
  const room = Math.max(40, width);
  const lines = [
    paint.bold(`${step.number}  ${text.titles[step.name]}`),
    ...(step.student ? [] : wrapped(text.before[step.name], room)),
    '',
    ...timeline(step.moments, words, room, paint),
    '',
    ...wrapped(conclusion(step, words), room),
  ];
  return `${lines.join('\n')}\n\n`;
}

function timeline(moments: readonly StreamMoment[], words: Words, width: number, paint: Paint): string[] {
  const { columns } = words.stream;
  const rows = moments.map((moment) => {
    const said = sayMoment(moment, words);
    return [clockOf(moment.time, words), ...PLACES.map((place) => (place === moment.where ? said : ''))];
  });
  const head = [columns.time, columns.sender, columns.wire, columns.receiver];
  return table({ head, rows, words: [1, 2, 3] }, width, paint);
}

const PLACES = ['sender', 'wire', 'receiver'] as const;
const SHORT = 6;

function sayMoment({ what, bytes, text }: StreamMoment, words: Words): string {
  const { say, printed } = words.stream;
  if (what === 'line') return printed(safeText(text));
  if (what !== 'message') return say[what](bytes);
  return say.message(bytes, bytes > SHORT ? `${safeText(text.slice(0, SHORT))}…` : safeText(text));
}

function conclusion({ name, moments, student }: StreamStepShown, words: Words): string {
  const { after } = words.stream;
  if (student) return after.student;
  const count = (what: StreamMoment['what']): number =>
    moments.filter((moment) => moment.what === what).length;
  const framed = name === 'length' || name === 'line';
  return after[name](count(framed ? 'message' : 'recv'));
}
