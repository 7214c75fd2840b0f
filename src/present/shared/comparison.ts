/** A comparison in words and rows: shared by the terminal and the page. */

import type {
  Comparison,
  ComparisonNote,
  Conditions,
  FigureComparison,
} from '../../result/compare/comparison.ts';
import { kindOfComparison } from '../../result/compare/comparison-asserts.ts';
import type { AssertResult } from '../../result/document/schema.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor, UNKNOWN } from '../format.ts';
import { safeText } from '../safe-text.ts';
import type { AssertLine } from './asserts.ts';
import type { Rows } from './rows.ts';
import { valueText } from './value-text.ts';

/** The verdict in one sentence. */
export function comparisonVerdict(comparison: Comparison, words: Words): string {
  const text = words.report.compare;
  const changed = comparison.figures.filter(({ better }) => better !== null);
  if (changed.length > 0) {
    return text.changed(
      changed.map((figure) => `${figureName(figure, words)} ${verdictText(figure, words)}`).join('; '),
    );
  }
  const judged = comparison.figures.some(({ verdict }) => verdict === 'noChange');
  return judged ? text.nothing : text.unjudged(comparison.runsNeeded);
}

export function comparisonRows(comparison: Comparison, words: Words): Rows {
  const text = words.report.compare.columns;
  const format = formatFor(words);
  return {
    head: [text.figure, text.before, text.after, text.difference, text.interval, text.verdict],
    rows: comparison.figures.map((figure) => {
      const say = (value: number): string => valueText(value, figure.kind, format);
      return [
        figureName(figure, words),
        say(figure.medianBefore),
        say(figure.medianAfter),
        figure.change === null || figure.change === 0
          ? signed(figure.difference, say)
          : `${signed(figure.difference, say)} (${signed(figure.change, format.percent)})`,
        figure.interval === null ? UNKNOWN : figure.interval.map((end) => signed(end, say)).join(' … '),
        verdictText(figure, words),
      ];
    }),
  };
}

/** A note with what differs, where that is known. */
export function noteText(note: ComparisonNote, { before, after }: Comparison, words: Words): string {
  const said = words.report.compare.notes[note];
  const condition = CONDITIONS[note];
  if (condition === undefined) return said;
  const all = [...before, ...after].map(({ conditions }) => conditions[condition]);
  const values = [...new Set(all.map((value) => safeText(value === '' ? UNKNOWN : value)))];
  return `${said.replace(/\.$/, '')}: ${values.slice(0, MOST_VALUES).join('; ')}${values.length > MOST_VALUES ? '; …' : '.'}`;
}

const MOST_VALUES = 4;
const CONDITIONS: Partial<Record<ComparisonNote, keyof Conditions>> = {
  differentHost: 'host',
  differentEngine: 'engine',
  differentCongestion: 'congestion',
  differentTarget: 'target',
  differentVersion: 'version',
};

/** The gates of a comparison in words. */
export function comparisonAssertLines({ asserts }: Comparison, words: Words): AssertLine[] {
  const format = formatFor(words);
  return asserts.map((assert) => ({
    holds: assert.holds,
    text: `${safeText(assert.expression)}: ${comparisonOutcome(assert, words, format)}`,
  }));
}

export function comparisonOutcome(
  { expression, value, holds }: AssertResult,
  words: Words,
  format: Format,
): string {
  const text = words.summary.asserts;
  if (value === null) return text.unknown;
  const kind = kindOfComparison(expression);
  const said = typeof value === 'number' ? signed(value, (one) => valueText(one, kind, format)) : value;
  return `${holds ? text.holds : text.fails} (${text.measured(said)})`;
}

const figureName = ({ transport, metric }: FigureComparison, words: Words): string => {
  const names: Readonly<Record<string, string>> = words.report.compare.metrics;
  return `${words.summary.transports[transport]} ${names[metric] ?? metric}`;
};

function verdictText({ verdict, better }: FigureComparison, words: Words): string {
  const text = words.report.compare;
  const word = text.verdicts[verdict];
  return better === null ? word : `${word} (${better ? text.better : text.worse})`;
}

const signed = (value: number, say: (value: number) => string): string =>
  value > 0 ? `+${say(value)}` : value < 0 ? `−${say(-value)}` : say(0);
