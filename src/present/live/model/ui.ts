/** What the person does with the screen: its own state, reducer and keys. Pure; effects are named, not done. */
import type { DirectionImpairment, Impairment } from '../../../result/impairment.ts';

/** Rows before (negative: earlier) the row of a probe; of none: before the last row. */
export interface Look {
  readonly probe: number | null;
  readonly rows: number;
}
export const END: Look = { probe: null, rows: 0 };

export interface UiState {
  readonly help: boolean;
  readonly paused: boolean;
  /** The end was asked for once; asking again leaves at once. */
  readonly ending: boolean;
  /** The finished picture stays until someone leaves it. */
  readonly stays: boolean;
  /** Which part of a long strip is shown: its end, or what a person went to. */
  readonly look: Look;
  /** A sentence at the bottom, such as where the result was saved. */
  readonly notice: string | null;
}

export const FIRST_UI: UiState = {
  help: false,
  paused: false,
  ending: false,
  stays: false,
  look: END,
  notice: null,
};

export type Knob = 'loss' | 'delay' | 'jitter';
export type Action =
  | { readonly do: 'help' | 'pause' | 'save' | 'end' | 'leave' | 'stay' | 'redraw' | 'try' }
  | { readonly do: 'look'; readonly rows: number | 'worst' }
  | { readonly do: 'turn'; readonly knob: Knob; readonly by: 1 | -1 };

export interface KeyContext {
  readonly help: boolean;
  /** The run is over and only the picture stays. */
  readonly over: boolean;
  /** Nothing moves: one can look around. */
  readonly still: boolean;
  readonly canTurn: boolean;
  readonly canSave: boolean;
  readonly canTry: boolean;
}

const TURNS: Readonly<Record<string, readonly [Knob, 1 | -1]>> = {
  l: ['loss', 1],
  L: ['loss', -1],
  d: ['delay', 1],
  D: ['delay', -1],
  j: ['jitter', 1],
  J: ['jitter', -1],
  up: ['loss', 1],
  down: ['loss', -1],
  right: ['delay', 1],
  left: ['delay', -1],
};

/** Rows of the strip; `w` goes to the worst that happened. */
const LOOKS: Readonly<Record<string, number | 'worst'>> = {
  'page-up': -3,
  'page-down': 3,
  '<': -1,
  '>': 1,
  ',': -1,
  '.': 1,
  w: 'worst',
};

/** The meaning of a key (a character, or the name of an arrow); null where it has none here. */
export function actionFor(key: string, context: KeyContext): Action | null {
  if (key === 'ctrl-c') return { do: context.over ? 'leave' : 'end' };
  if (key === 'ctrl-l') return { do: 'redraw' };
  if (context.help) return { do: 'help' };
  if (key === '?' || key === 'h') return { do: 'help' };
  if (key === 'q') return { do: context.over ? 'leave' : 'end' };
  if (key === 's' && context.canSave) return { do: 'save' };
  if (key === 't' && context.canTry) return { do: 'try' };
  if (key === 'p' || key === ' ') return { do: context.over ? 'stay' : 'pause' };
  if (context.over || context.still) {
    const rows = LOOKS[key];
    if (rows !== undefined) return { do: 'look', rows };
  }
  if (context.over) return key === 'escape' || key === 'return' ? { do: 'leave' } : null;
  const turn = context.canTurn ? TURNS[key] : undefined;
  return turn === undefined ? null : { do: 'turn', knob: turn[0], by: turn[1] };
}

export function uiAfter(ui: UiState, action: Action): UiState {
  switch (action.do) {
    case 'help':
      return { ...ui, help: !ui.help };
    case 'pause':
      return { ...ui, paused: !ui.paused, look: END };
    case 'end':
      return { ...ui, ending: true, paused: false, help: false };
    case 'stay':
      return { ...ui, stays: true };
    case 'look':
      return ui;
    case 'save':
    case 'leave':
    case 'redraw':
    case 'try':
    case 'turn':
      return ui;
    default:
      return ui;
  }
}

const RATIOS = [0, 0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5];
const TIMES = [0, 1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500].map((ms) => ms * 1e6);

/** The next step up or down, for each direction from where it stands. */
export function turned(impairment: Impairment, knob: Knob, by: 1 | -1): Impairment {
  const one = (direction: DirectionImpairment): DirectionImpairment => ({
    ...direction,
    [knob]: stepped(knob === 'loss' ? RATIOS : TIMES, direction[knob], by),
  });
  return { ...impairment, up: one(impairment.up), down: one(impairment.down), profile: null };
}

function stepped(steps: readonly number[], value: number, by: 1 | -1): number {
  return by > 0
    ? (steps.find((step) => step > value * 1.000001) ?? Math.max(value, steps.at(-1)!))
    : (steps.findLast((step) => step < value * 0.999999) ?? 0);
}
