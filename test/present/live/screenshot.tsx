/** A frame as an array of lines at a fixed size, drawn by Ink itself, without colours unless asked for. */
import { render } from 'ink-testing-library';
import type { Canvas } from '../../../src/present/live/canvas.ts';
import { figuresFor } from '../../../src/present/live/figures.ts';
import { frame } from '../../../src/present/live/frame.ts';
import { emptyModel, type RunModel } from '../../../src/present/live/model/model.ts';
import { reduce } from '../../../src/present/live/model/reduce.ts';
import { FIRST_UI, type UiState } from '../../../src/present/live/model/ui.ts';
import type { Offers } from '../../../src/present/live/parts/footer.ts';
import { filledIn } from '../../../src/present/live/terminal/painter.ts';
import { Rows } from '../../../src/present/live/terminal/screen.tsx';
import { themeFor } from '../../../src/present/live/theme.ts';
import type { RunEvent } from '../../../src/result/events/events.ts';
import { type Language, wordsFor } from '../../../src/words/index.ts';
import type { Scenario } from './scenarios.ts';

export interface Shot {
  readonly columns?: number;
  readonly rows?: number;
  readonly language?: Language;
  readonly env?: Readonly<Record<string, string>>;
  readonly ui?: Partial<UiState>;
  readonly offers?: Partial<Offers>;
}

export function canvasFor(shot: Shot = {}): Canvas {
  const language = shot.language ?? 'en';
  const words = wordsFor(language);
  return {
    theme: themeFor(shot.env ?? { LANG: 'C.UTF-8', NO_COLOR: '1' }),
    figures: figuresFor(words),
    columns: shot.columns ?? 100,
    rows: shot.rows ?? 30,
    words: words.live,
    allWords: words,
  };
}

/** The model after the events up to `seconds` of the measured part; the result too where `seconds` is Infinity. */
export function modelAt(scenario: Scenario, seconds: number): RunModel {
  let model = emptyModel(scenario.spec);
  for (const event of scenario.events) {
    if (isLater(event, seconds)) break;
    model = reduce(model, event);
  }
  return model;
}

function isLater(event: RunEvent, seconds: number): boolean {
  if (event.event === 'result') return seconds !== Number.POSITIVE_INFINITY;
  return event.event === 'snapshot' && event.snapshot.elapsed > seconds * 1e9;
}

export function drawn(model: RunModel, shot: Shot = {}): string[] {
  const offers: Offers = { canTurn: false, canSave: true, canTry: false, leavesIn: null, ...shot.offers };
  return frame(canvasFor(shot), model, { ...FIRST_UI, ...shot.ui }, offers);
}

/** Through Ink, as the terminal gets it. */
export function shoot(model: RunModel, shot: Shot = {}): string[] {
  const lines = drawn(model, shot);
  const screen = render(<Rows count={lines.length} />);
  const frame = screen.lastFrame()!;
  screen.unmount();
  return filledIn(frame, lines);
}
