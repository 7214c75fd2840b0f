/** What a run looked like, as a few lines that stay in the terminal's normal screen: the strips and the sentence. Pure. */
import type { Canvas } from './canvas.ts';
import type { RunModel } from './model/model.ts';
import { summaryLines } from './parts/footer.ts';
import { unpinned } from './text.ts';
import { strips } from './views/compare.ts';

const ROWS = 4;

/** @returns no lines where there is nothing to see (a single transport, or nothing measured). */
export function picture(canvas: Canvas, model: RunModel): string[] {
  if (model.lanes.length < 2 || model.lanes.every((lane) => lane.strip.fates === '')) return [];
  return [...strips(canvas, model, ROWS, false), ...summaryLines(canvas, model, 3), ''].map(unpinned);
}
