/** One frame of a run screen: exactly `rows` lines, none wider than `columns`. Pure. */
import type { Canvas } from './canvas.ts';
import type { RunModel } from './model/model.ts';
import type { UiState } from './model/ui.ts';
import type { Offers } from './parts/footer.ts';
import { line, wrap } from './text.ts';
import { compareView } from './views/compare.ts';
import { helpView } from './views/help.ts';
import { runView } from './views/run.ts';

const LEAST = { columns: 60, rows: 12 };

export function frame(canvas: Canvas, model: RunModel, ui: UiState, offers: Offers): string[] {
  if (canvas.columns < LEAST.columns || canvas.rows < LEAST.rows)
    return wrap(canvas.words.tooSmall, canvas.columns, Math.max(1, canvas.rows)).map((text) =>
      line(canvas.theme, canvas.columns, text),
    );
  if (ui.help) return helpView(canvas, offers);
  return (model.lanes.length > 1 ? compareView : runView)(canvas, model, ui, offers);
}
