/** What the signs mean and what the keys do. */
import type { Canvas } from '../canvas.ts';
import type { Offers } from '../parts/footer.ts';
import { heading, line, wrap } from '../text.ts';

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
          ['l  L', `${k.loss}: ${k.more}, ${k.less}`],
          ['d  D', `${k.delay}: ${k.more}, ${k.less}`],
          ['j  J', `${k.jitter}: ${k.more}, ${k.less}`],
        ] as [string, string][])
      : []),
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
  const pair = ([sign, text]: [string, string]): string =>
    line(theme, columns, '  ', [sign.padEnd(8), 'strong'], text);
  const lines = [
    heading(theme, columns, words.help.title),
    '',
    ...keys.map(pair),
    '',
    ...signs.map(pair),
    '',
    ...words.help.lines.flatMap((text) =>
      wrap(text, columns - 2, 3).map((part) => line(theme, columns, `  ${part}`)),
    ),
  ].slice(0, rows - 1);
  while (lines.length < rows - 1) lines.push('');
  return [...lines, line(theme, columns, [` ${words.help.back} `, 'inverse'])];
}
