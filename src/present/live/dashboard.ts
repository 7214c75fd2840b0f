/** The dashboard of tcp, udp and compare: events in, keys out; everything it shows comes from pure functions. */
import { availableParallelism } from 'node:os';
import { SockbenchError } from '../../errors.ts';
import type { RunEvent } from '../../result/events.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { Language, Words } from '../../words/index.ts';
import { safeText } from '../safe-text.ts';
import { sizeOf } from '../size.ts';
import type { Canvas } from './canvas.ts';
import { figuresFor } from './figures.ts';
import { frame } from './frame.ts';
import { emptyModel, type RunModel } from './model/model.ts';
import { reduce } from './model/reduce.ts';
import { worstOf } from './model/strip.ts';
import { turnedNotice } from './model/turned-notice.ts';
import { type Action, actionFor, FIRST_UI, type Look, turned, type UiState, uiAfter } from './model/ui.ts';
import type { Offers } from './parts/footer.ts';
import { picture } from './picture.ts';
import { suggestionFor } from './sentences.ts';
import { openScreen } from './terminal/ink.ts';
import type { ScreenSource } from './terminal/screen.tsx';
import type { Borrow } from './terminal/terminal.ts';
import { themeFor } from './theme.ts';

/** What the keys of a screen can ask of the run. A measurement is changed by nothing else here. */
export interface DashboardControl {
  /** `q` or Ctrl-C: end the run now; its result so far arrives as the last event. May be called more than once. */
  stop(): void;
  /** The lab: change the link while it runs. Absent: the keys for it are not offered. */
  setImpairment?: ((impairment: Impairment) => void) | undefined;
  /** `s`: save the result; `written` is false where that is done when the run has ended. Absent: the key is not offered. */
  save?: (() => Promise<{ readonly file: string; readonly written: boolean }>) | undefined;
  /** `t`: the same over a link that has something to show. The screen ends at once. Absent: the key is not offered. */
  tryLink?: (() => void) | undefined;
}

export interface ScreenOptions {
  readonly words: Words;
  readonly language: Language;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface DashboardOptions extends ScreenOptions {
  readonly spec: RunSpec;
  readonly control: DashboardControl;
  /** Seconds for which the finished picture stays (`q` ends it sooner, `p` keeps it); default: 20 for `compare`, else 0. */
  readonly hold?: number;
  /** Who looks after the terminal; default: the screen. */
  readonly borrow?: Borrow;
}

export interface Dashboard {
  /** Takes an event; cheap: nothing is drawn here. After the `result` event the screen ends by itself. */
  push(event: RunEvent): void;
  /** The terminal is as it was found, and standard output is free for the summary. Never rejects. */
  readonly ended: Promise<void>;
  /** Leaves the screen now, whatever it shows. */
  close(): void;
  /** What was seen, as lines for the normal screen buffer, to print before the summary. */
  picture(): readonly string[];
}

/** For so long a finished picture stays when nobody touches a key: one is still talking about it. s */
const HOLD = 20;
/** How long a sentence hides the keys, ms. */
const NOTICE = 6000;
const PACE = 230;
const SLOW_PACE = 1000;
/** Probes per second from which two cores have no room for a smooth screen. */
const FAST = 20_000;

export function startDashboard(options: DashboardOptions): Dashboard {
  const { control, spec, words, env, stdout, stdin } = options;
  const theme = themeFor(env);
  const figures = figuresFor(words);
  const canvasOf = (columns: number, rows: number): Canvas => ({
    theme,
    figures,
    columns,
    rows,
    words: words.live,
    allWords: words,
  });
  let model: RunModel = emptyModel(spec);
  /** What a paused screen goes on showing. */
  let held: RunModel | null = null;
  let ui: UiState = FIRST_UI;
  let leavesAt: number | null = null;
  let ticking: NodeJS.Timeout | null = null;

  const offers = (): Offers => ({
    canTurn: control.setImpairment !== undefined && model.impairment !== null && !ui.ending,
    canSave: control.save !== undefined,
    canTry: control.tryLink !== undefined && suggestionFor(model) !== null,
    leavesIn: leavesAt === null ? null : Math.max(0, (leavesAt - performance.now()) / 1000),
  });
  const source: ScreenSource = {
    draw: (columns, rows) => frame(canvasOf(columns, rows), held ?? model, ui, offers()),
    pace: () => paceFor(model),
    key: (name) => {
      const over = model.phase === 'ended';
      const action = actionFor(name, { help: ui.help, over, still: ui.paused, ...offers() });
      if (action === null) return;
      const again = ui.ending && action.do === 'end';
      ui = uiAfter({ ...ui, notice: null }, action);
      if (again) screen.close();
      else act(action);
    },
  };
  const screen = openScreen(stdout, stdin, source, options.borrow);

  const act = (action: Action): void => {
    if (action.do === 'leave') screen.close();
    if (action.do === 'redraw') screen.redraw();
    if (action.do === 'stay') leavesAt = null;
    if (action.do === 'save') void save();
    if (action.do === 'try') {
      control.tryLink?.();
      screen.close();
    }
    if (action.do === 'look') {
      // Who looks around is not shown the door.
      leavesAt = null;
      ui = { ...ui, stays: model.phase === 'ended', look: lookAt(ui.look, action.rows, held ?? model) };
    }
    if (action.do === 'pause') held = ui.paused ? model : null;
    if (action.do === 'end') {
      held = null;
      control.stop();
    }
    if (action.do === 'turn' && model.impairment !== null) {
      const before = model.impairment;
      const impairment = turned(before, action.knob, action.by);
      model = { ...model, impairment };
      control.setImpairment?.(impairment);
      const { columns, rows } = sizeOf(stdout);
      const canvas = canvasOf(columns, rows);
      const notice = turnedNotice(canvas, before, impairment, { ...action, paused: ui.paused });
      if (notice !== null) say(notice);
    }
  };
  const save = async (): Promise<void> => {
    const { keys } = words.live;
    try {
      ui = { ...ui, notice: keys.saving };
      const { file, written } = await control.save!();
      ui = { ...ui, notice: (written ? keys.saved : keys.willSave)(safeText(file)) };
    } catch (error) {
      ui = { ...ui, notice: keys.saveFailed(reasonOf(error, words)) };
    }
    screen.touch();
    fade();
  };
  const say = (notice: string): void => {
    ui = { ...ui, notice };
    screen.touch();
    fade();
  };
  const fade = (): void => {
    const { notice } = ui;
    setTimeout(() => {
      // A later one has its own time.
      if (ui.notice === notice) ui = { ...ui, notice: null };
      screen.touch();
    }, NOTICE).unref();
  };
  const finish = (): void => {
    held = null;
    ui = { ...ui, paused: false };
    const hold = ui.ending ? 0 : (options.hold ?? HOLD);
    if (hold === 0 || model.result?.ending.status !== 'completed') {
      screen.close();
      return;
    }
    leavesAt = performance.now() + hold * 1000;
    ticking = setInterval(() => {
      if (leavesAt !== null && performance.now() >= leavesAt) screen.close();
      else screen.touch();
    }, 500);
  };

  return {
    push: (event) => {
      model = reduce(model, event);
      if (event.event === 'result') finish();
      screen.touch();
    },
    ended: screen.closed.then(() => {
      if (ticking !== null) clearInterval(ticking);
    }),
    close: () => screen.close(),
    picture: () => picture(canvasOf(sizeOf(stdout).columns, 40), model),
  };
}

/** The next look: some rows on, or at the worst that happened. */
function lookAt(look: Look, rows: number | 'worst', { lanes }: RunModel): Look {
  if (rows !== 'worst') return { ...look, rows: look.rows + rows };
  const probe = worstOf(lanes.map(({ strip }) => strip));
  return probe === null ? look : { probe, rows: 0 };
}

function reasonOf(error: unknown, words: Words): string {
  if (error instanceof SockbenchError) return error.say(words);
  return error instanceof Error ? error.message : String(error);
}

/** Four frames a second; one where a fast run needs the few cores there are. Decided by rate, so that it does not flicker. */
function paceFor(model: RunModel): number {
  const rate = model.lanes.reduce((most, lane) => Math.max(most, lane.snapshot?.rate.achieved ?? 0), 0);
  return rate > FAST && availableParallelism() <= 2 ? SLOW_PACE : PACE;
}
