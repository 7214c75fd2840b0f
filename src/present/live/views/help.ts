/** What the signs mean and what the keys do. */
import type { Canvas } from '../canvas.ts';
import type { Offers } from '../parts/footer.ts';
import { cell, heading, line, type Span, wrap } from '../text.ts';

export function helpView(canvas: Canvas, offers: Offers): string[] {
  const { theme, words, columns, rows } = canvas;
  const k = words.keys;
  const keys: [string, string][] = [
    ['?', k.help],
    ['p', k.pause],
    ...(offers.canSave ? [['s', k.save] as [string, string]] : []),
    ...(offers.canTry ? [['t', k.try] as [string, string]] : []),
    ['q', k.quit],
    ...(offers.canTurn
      ? ([
          ['l L  ↑ ↓', `${k.loss}: ${k.more}, ${k.less}`],
          ['d D  → ←', `${k.delay}: ${k.more}, ${k.less}`],
          ['j J', `${k.jitter}: ${k.more}, ${k.less}`],
        ] as [string, string][])
      : []),
    ['<  >  w', k.look],
    ['Ctrl-L', k.redraw],
  ];
  const { glyphs } = theme;
  const signs: [string, string][] = [
    [glyphs.arrived, words.legend.arrived],
    [glyphs.lost, words.legend.lost],
    [glyphs.open, words.legend.open],
    [glyphs.held, words.legend.blocked],
    [glyphs.waited, words.legend.waited],
    [glyphs.late, words.legend.late],
    [glyphs.duplicate, words.legend.duplicate],
    [glyphs.disorder, words.legend.disorder],
  ];
  const wired: [string, string][] = offers.canTurn
    ? [
        [glyphs.dropped, words.help.dropped],
        [glyphs.again, words.help.again],
      ]
    : [];
  const lines = [
    heading(theme, columns, words.help.title),
    ...(rows >= ROOMY ? [''] : []),
    ...pairs(canvas, keys),
    '',
    ...pairs(canvas, [...signs, ...wired]),
    ...(rows >= ROOMY ? [''] : []),
    // Where rows are dear, sentences follow one another.
    ...(rows >= ROOMY ? words.help.lines : [words.help.lines.join(' ')])
      .flatMap((text) => wrap(text, columns - 4, MOST))
      .map((part) => line(theme, columns, `  ${part}`)),
  ].slice(0, rows - 1);
  while (lines.length < rows - 1) lines.push('');
  return [...lines, line(theme, columns, [` ${words.help.back} `, 'inverse'])];
}

const ROOMY = 36;
const MOST = 12;
const NAME = 10;

/** Names with what they mean, in two columns where rows are dear and there is the width for it. */
function pairs({ theme, columns, rows }: Canvas, entries: readonly (readonly [string, string])[]): string[] {
  const spans = ([name, text]: readonly [string, string]): Span[] => [
    '  ',
    [name.padEnd(NAME), 'strong'],
    text,
  ];
  if (rows >= ROOMY || columns < 76) return entries.map((entry) => line(theme, columns, ...spans(entry)));
  const half = Math.floor(columns / 2);
  const left = entries.slice(0, Math.ceil(entries.length / 2));
  return left.map((entry, at) => {
    const other = entries[left.length + at];
    const right = other === undefined ? [] : spans(other);
    return cell(theme, half, ...spans(entry)) + line(theme, columns - half, ...right);
  });
}
