/** The live screen of a load: events in, keys out. */
import type { ByHand, LoadDocument } from '../../../result/document/load.ts';
import type { Impairment } from '../../../result/impairment.ts';
import type { Direction } from '../../../units.ts';
import { canvasFor } from '../canvas.ts';
import type { ScreenOptions } from '../dashboard.ts';
import { openScreen } from '../terminal/ink.ts';
import { keptByHand } from './kept.ts';
import { loadAction } from './keys.ts';
import { emptyLoad, type LoadScreenEvent, reduceLoad } from './model.ts';
import { loadFrame } from './view.ts';

export interface LoadScreenOptions extends ScreenOptions {
  readonly spec: LoadDocument['spec'];
  /** The person wants what is planned to end. */
  readonly end: () => void;
  /** What was planned is over: a direction is filled, or is not any more. */
  readonly toggle: (way: Direction) => void;
  readonly setImpairment: (impairment: Impairment) => void;
}

export interface LoadScreen {
  push(event: LoadScreenEvent): void;
  /** The picture stays: resolves when the person leaves it. */
  readonly left: Promise<void>;
  /** See keptByHand. */
  byHand(): ByHand | undefined;
  close(): void;
}

/** Four frames a second: what is measured goes on beside it. */
const PACE = 250;

export function startLoadScreen(options: LoadScreenOptions): LoadScreen {
  const { words, env, stdout, stdin, spec, end, toggle, setImpairment } = options;
  const canvasOf = canvasFor(words, env);
  const now = (): number => performance.now();
  let model = emptyLoad(spec);
  let leave = (): void => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const push = (event: LoadScreenEvent): void => {
    model = reduceLoad(model, event, now());
    screen.touch();
  };
  const screen = openScreen(stdout, stdin, {
    draw: (columns, rows) => loadFrame(canvasOf(columns, rows), model, now()),
    pace: () => PACE,
    key: (name) => {
      const { impairment, document } = model;
      const action = loadAction(name, { over: document !== null, lab: impairment !== null });
      if (action?.do === 'end') end();
      else if (action?.do === 'leave') leave();
      else if (action?.do === 'redraw') screen.redraw();
      else if (action?.do === 'toggle') toggle(action.way);
      else if (action?.do === 'link') {
        const changed = action.change(impairment!);
        setImpairment(changed);
        push({ event: 'link', impairment: changed });
      }
    },
  });
  return { push, left, byHand: () => keptByHand(model, now()), close: () => screen.close() };
}
