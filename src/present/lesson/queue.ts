/** A step of the lesson on queues: second by second what the line carries and how much longer packets wait, then what it means. */
import type { LoadDocument } from '../../result/document/load.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor, UNKNOWN } from '../format.ts';
import { delayLine, goodputLine, type TimeLine } from '../load/series.ts';
import type { Rows } from '../shared/rows.ts';
import { paintFor } from '../text/paint.ts';
import type { SummaryOptions } from '../text/summary.ts';
import { table } from '../text/table.ts';
import { wrapped } from '../text/wrap.ts';

/** Of the step's name, as the words have it. */
export type QueueStepName = keyof Words['queue']['titles'];

export interface QueueStepShown {
  readonly number: number;
  readonly name: QueueStepName;
  readonly document: LoadDocument;
}

export function queueStepText(step: QueueStepShown, words: Words, { color, width }: SummaryOptions): string {
  const text = words.queue;
  const paint = paintFor(color);
  const room = Math.max(40, width);
  const lines = [
    paint.bold(`${step.number}  ${text.titles[step.name]}`),
    ...wrapped(text.before[step.name], room),
    '',
    ...table({ ...secondRows(step.document, words), words: [4] }, room, paint),
    '',
    ...wrapped(conclusion(step, words), room),
  ];
  return `${lines.join('\n')}\n\n`;
}

/** Seconds before the load that are shown. */
const BEFORE = 2;
const BAR = 30;
/** ms of a bar that is full. */
const LONGEST = 240;

function secondRows(document: LoadDocument, words: Words): Rows {
  const { columns } = words.queue;
  const format = formatFor(words);
  const load = document.phases.find(({ name }) => name === 'up');
  const start = load?.startSeconds ?? 0;
  const [carried, waits] = [goodputLine(document), delayLine(document)];
  const seconds = BEFORE + Math.round(load?.seconds ?? 0);
  const rows = Array.from({ length: seconds }, (_, at) => {
    const from = start - BEFORE + at;
    const wait = median(carriedIn(waits, from));
    return [
      String(at - BEFORE),
      at < BEFORE ? words.load.phases.idle : words.load.phases.up,
      bitsText(mean(carriedIn(carried, from)), format),
      msText(wait, format),
      wait === null ? '' : '█'.repeat(Math.min(BAR, Math.round((wait / 1e6 / LONGEST) * BAR))),
    ];
  });
  return { head: [columns.second, columns.phase, columns.carried, columns.wait, ''], rows };
}

/** What stands in the second from `from` on, up. */
const carriedIn = ({ xs, up }: TimeLine, from: number): number[] =>
  up.filter((value, i): value is number => value !== null && xs[i]! > from && xs[i]! <= from + 1);

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? null;
}

/** Always with a tenth: what differs from run to run looks the same. */
const msText = (ns: number | null, format: Format): string =>
  ns === null ? UNKNOWN : `${format.clock(ns / 1e6)} ms`;
const bitsText = (bits: number | null, format: Format): string =>
  bits === null ? UNKNOWN : `${format.clock(bits / 1e6)} Mbit/s`;

function conclusion({ name, document }: QueueStepShown, words: Words): string {
  const format = formatFor(words);
  const phase = document.phases.find((one) => one.name === 'up');
  if (phase === undefined) return words.load.say.nothing;
  const carried = bitsText(phase.goodput.up, format);
  const wait = msText(phase.added.up.p50, format);
  const held = phase.queue?.up?.p50 ?? null;
  return words.queue.after[name](carried, wait, held === null ? UNKNOWN : `${format.clock(held / 1e3)} kB`);
}

/** All steps side by side, when they are done. */
export function queueTable(
  steps: readonly QueueStepShown[],
  words: Words,
  { color, width }: SummaryOptions,
): string {
  const { columns, titles, questions } = words.queue;
  const format = formatFor(words);
  const rows = steps.map(({ name, document }) => {
    const phase = document.phases.find((one) => one.name === 'up');
    return [
      titles[name],
      bitsText(phase?.goodput.up ?? null, format),
      msText(phase?.added.up.p50 ?? null, format),
      msText(phase?.added.up.p95 ?? null, format),
      phase?.limitedBy === null ? (document.grade.up ?? UNKNOWN) : UNKNOWN,
    ];
  });
  const head = [columns.step, columns.carried, columns.wait, columns.p95, columns.grade];
  const lines = table({ head, rows }, Math.max(40, width), paintFor(color));
  return `${lines.join('\n')}\n\n${wrapped(questions, Math.max(40, width)).join('\n')}\n`;
}
