/** What a run screen shows first, drawn by whoever starts it: Ink comes a quarter of a second later, and draws the same. Pure. */
import type { RunSpec } from '../../result/spec.ts';
import type { Words } from '../../words/index.ts';
import { type Canvas, canvasFor } from './canvas.ts';
import { frame } from './frame.ts';
import { emptyModel } from './model/model.ts';
import { FIRST_UI } from './model/ui.ts';
import type { Offers } from './parts/footer.ts';
import { pinned } from './text.ts';

export interface FirstFrame {
  readonly words: Words;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly spec: RunSpec;
  readonly offers: Pick<Offers, 'canSave' | 'canTurn'>;
}

/** @returns what puts it on a screen that is empty */
export function firstFrame(
  { words, env, spec, offers }: FirstFrame,
  { columns, rows }: Pick<Canvas, 'columns' | 'rows'>,
): string {
  const all = { ...offers, canTry: false, leavesIn: null };
  return frame(canvasFor(words, env)(columns, rows), emptyModel(spec), FIRST_UI, all)
    .map((line, row) => `\u001B[${row + 1};1H${pinned(line)}`)
    .join('');
}
