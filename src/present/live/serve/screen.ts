/** The live table of `serve`: events in, one key out. */
import type { ServerEvent } from '../../../result/events/server-events.ts';
import { canvasFor } from '../canvas.ts';
import type { ScreenOptions } from '../dashboard.ts';
import { openScreen } from '../terminal/ink.ts';
import { EMPTY_SERVE, nextOrder, reduceServe, type ServeModel } from './model.ts';
import { serveView } from './view.ts';

export interface ServeScreen {
  push(event: ServerEvent): void;
  /** What is shown while nobody is there; what a guest types and what a link does, always. */
  announce(said: Pick<ServeModel, 'announcement' | 'commands' | 'address' | 'link'>): void;
  /** `q` or Ctrl-C: the person wants the server to end. */
  readonly quit: Promise<void>;
  /** Gives the terminal back. */
  close(): void;
}

/** Sessions tell once a second; twice a second is soon enough for eyes. */
const PACE = 500;

export function startServeScreen({ words, env, stdout, stdin }: ScreenOptions): ServeScreen {
  const canvasOf = canvasFor(words, env);
  let model: ServeModel = EMPTY_SERVE;
  let asked = (): void => {};
  const quit = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const screen = openScreen(stdout, stdin, {
    draw: (columns, rows) => serveView(canvasOf(columns, rows), model),
    pace: () => PACE,
    key: (name) => {
      if (name === 'q' || name === 'ctrl-c') asked();
      if (name === 'ctrl-l') screen.redraw();
      if (name === 'o') {
        model = { ...model, order: nextOrder(model.order) };
        screen.touch();
      }
    },
  });
  return {
    push: (event) => {
      model = reduceServe(model, event);
      screen.touch();
    },
    announce: (said) => {
      model = { ...model, ...said };
      screen.touch();
    },
    quit,
    close: () => screen.close(),
  };
}
