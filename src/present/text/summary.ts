/** The summary that ends a run and that `sockbench report FILE` prints again: a pure function of the result. */
import type { RunResult } from '../../result/document/schema.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';
import { AGENT_WORDS, agentRows } from '../shared/agents.ts';
import { assertLines } from '../shared/asserts.ts';
import { describeLink, describeRun } from '../shared/describe.ts';
import { headlines } from '../shared/headline.ts';
import { delaySentences, ownerRows } from '../shared/owners.ts';
import { qualityText } from '../shared/quality.ts';
import { queueRows } from '../shared/queue-rows.ts';
import { directionRows, figureRows, latencyRows, type Rows } from '../shared/rows.ts';
import { warningsOf } from '../shared/sentences.ts';
import { trustText } from '../shared/trust.ts';
import { assertBlock } from './assert-block.ts';
import { endingLines } from './ending.ts';
import { type Paint, paintFor } from './paint.ts';
import { table } from './table.ts';
import { marked, wrapped } from './wrap.ts';

export interface SummaryOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Lists in place of tables: one figure a line with its name, as a screen reader says it. */
  readonly linear?: boolean;
}

/** What limits trust first, then what was asked, what was measured, and how far it can be believed. */
export function summaryText(
  result: RunResult,
  words: Words,
  { color, width, linear = false }: SummaryOptions,
): string {
  const paint = paintFor(color);
  const room = Math.max(20, width);
  const warnings = warningsOf(result, words);
  const asserts = assertLines(result, words);
  const first = headlines(result, words);
  const said = (sentences: readonly string[]): string[] =>
    sentences.flatMap((sentence) => marked('!', paint.warn, sentence, room));
  // A gate that does not hold is among the first lines, with what happened.
  const failing = asserts.some(({ holds }) => !holds);
  const gates = assertBlock(asserts, paint, room);
  const blocks: string[][] = [
    [
      ...trustLines(result, words, paint, room),
      ...endingLines(result, words, paint, room),
      ...said(first.outages),
      ...(failing ? gates : []),
      ...said(first.undelivered),
    ],
    warnings.flatMap(({ message, remedy }) => marked('!', paint.warn, `${message} ${remedy ?? ''}`, room)),
    askedLines(result, words, paint, room),
    ...measured(result, words, paint, room, linear ? 0 : room),
    failing ? [] : gates,
    result.transports.length === 0 ? [] : wrapped(qualityText(result, words), room, paint.dim),
  ];
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function askedLines(result: RunResult, words: Words, paint: Paint, width: number): string[] {
  const link = describeLink(result, words);
  return [
    ...wrapped(describeRun(result, words), width, paint.bold),
    ...(link === null ? [] : wrapped(words.summary.link.over(link), width)),
  ];
}

/** @param forTables what does not fit becomes a list */
function measured(
  result: RunResult,
  words: Words,
  paint: Paint,
  width: number,
  forTables: number,
): string[][] {
  const text = words.summary;
  if (result.transports.length === 0) return [[text.nothing]];
  const latency = latencyRows(result, words);
  const directions = directionRows(result, words);
  const queues = queueRows(result, words);
  const agents = agentRows(result, words);
  const titled = (title: string, rows: Rows, wordColumns: number[] = []): string[] => [
    paint.bold(title),
    ...table({ ...rows, words: wordColumns }, forTables, paint),
  ];
  return [
    table(figureRows(result, words), forTables, paint),
    latency.rows.length > 0 ? [...titled(latency.title, latency), ...blockedLines(result, words, width)] : [],
    wrapped(isOneWay(result) ? text.latency.notMeasured : '', width),
    directions === null
      ? wrapped(result.spec.target?.scheme === 'echo' ? text.losses.unknown : '', width)
      : titled(text.losses.title, directions, [5]),
    ...ownedLines(result, words, titled, width),
    queues === null ? [] : titled(text.queue.title, queues),
    agents === null ? [] : titled(words.fleet.table.title, agents, [...AGENT_WORDS]),
  ];
}

/** Whose delay, beside where what was lost. */
function ownedLines(
  result: RunResult,
  words: Words,
  titled: (title: string, rows: Rows) => string[],
  width: number,
): string[][] {
  const owners = ownerRows(result, words);
  const sentences = delaySentences(result, words).flatMap((sentence) => wrapped(sentence, width));
  return [owners === null ? sentences : [...titled(words.owners.title, owners), ...sentences]];
}

const isOneWay = ({ spec }: RunResult): boolean => ['up', 'down', 'both'].includes(spec.mode);

function blockedLines(result: RunResult, words: Words, width: number): string[] {
  const format = formatFor(words);
  return result.transports.flatMap(({ latency: { blocked } }) =>
    blocked === null || blocked.count === 0
      ? []
      : wrapped(words.summary.latency.blocked(blocked.count, format.time(blocked.total)), width),
  );
}

function trustLines(result: RunResult, words: Words, paint: Paint, width: number): string[] {
  const trust = trustText(result, words);
  if (trust === null) return [];
  return trust.level === 'good'
    ? marked('✔', paint.good, trust.text, width)
    : marked('!', paint.warn, trust.text, width);
}
