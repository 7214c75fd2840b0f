/** The screen of a fleet: moments in, keys out. */
import type { FleetMoment } from '../../../result/events/fleet-events.ts';
import { canvasFor } from '../canvas.ts';
import type { ScreenOptions } from '../dashboard.ts';
import { openScreen } from '../terminal/ink.ts';
import { type FleetModel, fleetView } from './view.ts';

export interface FleetScreen {
  push(moment: FleetMoment): void;
  /** Gives the terminal back. */
  close(): void;
}

/** Agents tell once a second. */
const PACE = 1000;

/** @param stop the person wants it to end; a second time, at once */
export function startFleetScreen(
  { words, env, stdout, stdin }: ScreenOptions,
  { asked, wanted }: Pick<FleetModel, 'asked' | 'wanted'>,
  stop: () => void,
): FleetScreen {
  const canvasOf = canvasFor(words, env);
  let model: FleetModel = { asked, wanted, moment: null, stopping: false };
  const screen = openScreen(stdout, stdin, {
    draw: (columns, rows) => fleetView(canvasOf(columns, rows), model),
    pace: () => PACE,
    key: (name) => {
      if (name === 'q' || name === 'ctrl-c') {
        model = { ...model, stopping: true };
        stop();
        screen.redraw();
      }
      if (name === 'ctrl-l') screen.redraw();
    },
  });
  return {
    push: (moment) => {
      model = { ...model, moment };
      screen.touch();
    },
    close: () => screen.close(),
  };
}
