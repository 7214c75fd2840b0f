/** A comparison in words and rows: shared by the terminal and the page. */

import type { Comparison, FigureComparison } from '../result/comparison.ts';
import type { Kind } from '../result/metrics.ts';
import type { Words } from '../words/index.ts';
import { type Format, formatFor, UNKNOWN } from './format.ts';
import type { Rows } from './rows.ts';

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
        signed(figure.shift, say),
        figure.interval === null ? UNKNOWN : figure.interval.map((end) => signed(end, say)).join(' … '),
        verdictText(figure, words),
      ];
    }),
  };
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

function valueText(value: number, kind: Kind, format: Format): string {
  switch (kind) {
    case 'time':
      return format.time(value);
    case 'ratio':
      return format.percent(value);
    case 'bits':
      return format.bits(value);
    case 'number':
      return format.rate(value);
  }
}
