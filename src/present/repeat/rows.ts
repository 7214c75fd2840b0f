/** A repeated run in words and rows: shared by terminal, page and Markdown. Pure. */

import { parseAssertion } from '../../result/asserts/assertions.ts';
import type { RepeatDocument, RepeatFigure } from '../../result/document/repeat.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor, UNKNOWN } from '../format.ts';
import { safeText } from '../safe-text.ts';
import type { AssertLine } from '../shared/asserts.ts';
import type { Rows } from '../shared/rows.ts';
import { valueText } from '../shared/value-text.ts';

export function repeatRows({ figures }: RepeatDocument, words: Words): Rows {
  const { columns } = words.repeat;
  const format = formatFor(words);
  return {
    head: [columns.figure, columns.median, columns.interval, columns.least, columns.most],
    rows: figures.map((figure) => {
      const say = (value: number): string => valueText(value, figure.kind, format);
      const { interval95, median, least, most } = figure;
      const interval = interval95 === null ? UNKNOWN : interval95.map(say).join(' … ');
      return [nameOf(figure, words), say(median), interval, say(least), say(most)];
    }),
  };
}

export function nameOf({ transport, metric }: RepeatFigure, words: Words): string {
  const names: Readonly<Record<string, string>> = words.report.compare.metrics;
  return `${words.summary.transports[transport]} ${names[metric] ?? metric}`;
}

/** What one has to know before the table. */
export function repeatHead({ made, planned, spec, runs }: RepeatDocument, words: Words): string[] {
  const text = words.repeat;
  const asked: Partial<RunSpec> = runs[0]?.spec ?? spec.run;
  const { mode = 'echo', transports = [] } = asked;
  const names = transports.map((transport) => words.summary.transports[transport]).join(' + ');
  const lines = [text.head(names, words.summary.modes[mode], text.runs(made))];
  return made < planned ? [...lines, text.missing(planned - made, planned)] : lines;
}

export function repeatNotes({ figures, made }: RepeatDocument, words: Words): string[] {
  const few = figures.some(({ interval95 }) => interval95 === null) && made < LEAST_FOR_INTERVAL;
  return [...(few ? [words.repeat.few(LEAST_FOR_INTERVAL)] : []), words.repeat.compare()];
}

/** Fewer values have no interval of their median at 95 %. */
const LEAST_FOR_INTERVAL = 6;

export function repeatAsserts({ asserts }: RepeatDocument, words: Words): AssertLine[] {
  const format = formatFor(words);
  return asserts.map(({ expression, value, holds }) => {
    const said =
      value === null ? words.summary.asserts.unknown : outcome(expression, value, holds, words, format);
    return { holds, text: `${safeText(expression)}: ${said}` };
  });
}

function outcome(
  expression: string,
  value: number | string,
  holds: boolean,
  words: Words,
  format: Format,
): string {
  const text = words.summary.asserts;
  const kind = parseAssertion(expression)?.metric.kind;
  return `${holds ? text.holds : text.fails} (${words.repeat.median(valueText(value, kind, format))})`;
}
