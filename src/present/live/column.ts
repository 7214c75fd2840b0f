/** A value in its column of a live table. */
import type { Canvas } from './canvas.ts';
import { cell } from './text.ts';
import type { Style } from './theme.ts';

export interface ColumnPlace {
  readonly width: number;
  /** Words stand at the left, figures at the right. */
  readonly left?: boolean;
}

/** Cut or filled to the column, with a space behind it. */
export function fitted(canvas: Canvas, { width, left }: ColumnPlace, text: string): string {
  const plain = { ...canvas.theme, paint: (_: Style, part: string) => part };
  const filled = cell(plain, width - 1, text);
  if (left === true) return `${filled} `;
  return `${' '.repeat(filled.length - filled.trimEnd().length)}${filled.trimEnd()} `;
}
