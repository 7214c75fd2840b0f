/** What every view draws with: a theme, words, figures, and the room there is. */
import type { Words } from '../../words/index.ts';
import type { Environment } from '../terminal/locale.ts';
import { type Figures, figuresFor } from './figures.ts';
import { type Theme, themeFor } from './theme.ts';

export interface Canvas {
  readonly theme: Theme;
  readonly words: Words['live'];
  readonly allWords: Words;
  readonly figures: Figures;
  readonly columns: number;
  readonly rows: number;
}

/** A canvas for a part of the screen. */
export function resized(canvas: Canvas, columns: number, rows: number): Canvas {
  return { ...canvas, columns, rows };
}

/** For frames of any size, in one language and on one terminal. */
export function canvasFor(words: Words, env: Environment): (columns: number, rows: number) => Canvas {
  const theme = themeFor(env);
  const figures = figuresFor(words);
  return (columns, rows) => ({ theme, figures, columns, rows, words: words.live, allWords: words });
}
