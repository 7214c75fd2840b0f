/** The live screen of a race: events in, keys out. */

import type { LessonEvent } from '../../../result/document/lesson.ts';
import type { Impairment } from '../../../result/impairment.ts';
import { canvasFor } from '../canvas.ts';
import type { ScreenOptions } from '../dashboard.ts';
import { actionFor, turned } from '../model/ui.ts';
import { openScreen } from '../terminal/ink.ts';
import { EMPTY_RACE, reduceRace } from './model.ts';
import { raceFrame } from './view.ts';

export interface RaceScreenOptions extends ScreenOptions {
  /** The person wants it to end. */
  readonly end: () => void;
  readonly setImpairment: (impairment: Impairment) => void;
}

export interface RaceScreen {
  push(event: LessonEvent): void;
  /** The race is over and the picture stays: resolves when the person leaves it. */
  readonly left: Promise<void>;
  close(): void;
}

/** Ten frames a second. */
const PACE = 100;

export function startRaceScreen(options: RaceScreenOptions): RaceScreen {
  const { words, env, stdout, stdin, end, setImpairment } = options;
  const canvasOf = canvasFor(words, env);
  let model = EMPTY_RACE;
  let leave = (): void => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const screen = openScreen(stdout, stdin, {
    draw: (columns, rows) => raceFrame(canvasOf(columns, rows), model),
    pace: () => PACE,
    key: (name) => {
      const action = actionFor(name, {
        help: false,
        still: false,
        over: model.over,
        canTurn: true,
        canSave: false,
        canTry: false,
      });
      if (action?.do === 'end') end();
      else if (action?.do === 'leave') leave();
      else if (action?.do === 'redraw') screen.redraw();
      else if (action?.do === 'turn' && model.impairment !== null)
        setImpairment(turned(model.impairment, action.knob, action.by));
    },
  });
  return {
    push: (event) => {
      model = reduceRace(model, event);
      screen.touch();
    },
    left,
    close: () => screen.close(),
  };
}
