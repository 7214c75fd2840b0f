/** What a run looked like, as a few lines that stay in the terminal's normal screen: all that a class asks about it. Pure. */
import type { Canvas } from './canvas.ts';
import type { RunModel } from './model/model.ts';
import { summaryLines } from './parts/footer.ts';
import { linkLines } from './parts/header.ts';
import { trustLine } from './parts/trust.ts';
import { unpinned } from './text.ts';
import { strips } from './views/compare.ts';

const ROWS = 3;
/** Of the sentence: all of it. */
const MOST_SAID = 8;

/** @returns no lines where there is nothing to see (a single transport, or nothing measured). */
export function picture(canvas: Canvas, model: RunModel): string[] {
  if (model.lanes.length < 2 || model.lanes.every((lane) => lane.strip.fates === '')) return [];
  return [
    '',
    ...linkLines(canvas, model),
    ...strips(canvas, model, ROWS),
    ...summaryLines(canvas, model, MOST_SAID),
    trustLine(canvas, model.lanes),
  ].map(unpinned);
}
