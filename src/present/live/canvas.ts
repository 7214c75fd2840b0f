/** What every view draws with: a theme, words, figures, and the room there is. */
import type { Words } from '../../words/index.ts';
import type { Figures } from './figures.ts';
import type { Theme } from './theme.ts';

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
