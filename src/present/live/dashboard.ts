/** The dashboard of tcp, udp and compare: events in, keys out; everything it shows comes from pure functions. */
import { SockbenchError } from '../../errors.ts';
import type { RunEvent } from '../../result/events/events.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { Language, Words } from '../../words/index.ts';
import { safeText } from '../safe-text.ts';
import { sizeOf } from '../terminal/size.ts';
import { type Canvas, canvasFor } from './canvas.ts';
import { frame } from './frame.ts';
import { emptyModel, type RunModel } from './model/model.ts';
import { reduce } from './model/reduce.ts';
import { worstOf } from './model/strip.ts';
import { turnedNotice } from './model/turned-notice.ts';
import { type Action, actionFor, FIRST_UI, type Look, turned, type UiState, uiAfter } from './model/ui.ts';
import { paceFor } from './pace.ts';
import type { Offers } from './parts/footer.ts';
import { picture } from './picture.ts';
import { suggestionFor } from './sentences.ts';
import { openScreen } from './terminal/ink.ts';
import type { Screen, ScreenSource } from './terminal/screen.tsx';
import type { Borrow } from './terminal/terminal.ts';

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
  /** Seconds for which the finished picture stays (`q` ends it sooner, `p` keeps it); default: 20 where there are keys, else 0. */
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

export const startDashboard = (options: DashboardOptions): Dashboard => new RunDashboard(options);

class RunDashboard implements Dashboard {
  readonly #options: DashboardOptions;
  readonly #canvasOf: (columns: number, rows: number) => Canvas;
  readonly #screen: Screen;
  #model: RunModel;
  /** What a paused screen goes on showing. */
  #held: RunModel | null = null;
  #ui: UiState = FIRST_UI;
  #leavesAt: number | null = null;
  #ticking: NodeJS.Timeout | null = null;
  readonly ended: Promise<void>;

  constructor(options: DashboardOptions) {
    this.#options = options;
    this.#canvasOf = canvasFor(options.words, options.env);
    this.#model = emptyModel(options.spec);
    const source: ScreenSource = {
      draw: (columns, rows) =>
        frame(this.#canvasOf(columns, rows), this.#held ?? this.#model, this.#ui, this.#offers()),
      pace: () => paceFor(this.#model),
      key: (name) => this.#key(name),
    };
    this.#screen = openScreen(options.stdout, options.stdin, source, options.borrow);
    this.ended = this.#screen.closed.then(() => {
      if (this.#ticking !== null) clearInterval(this.#ticking);
    });
  }

  push(event: RunEvent): void {
    this.#model = reduce(this.#model, event);
    if (event.event === 'result') this.#finish();
    this.#screen.touch();
  }

  close(): void {
    this.#screen.close();
  }

  picture(): readonly string[] {
    return picture(this.#canvasOf(sizeOf(this.#options.stdout).columns, 40), this.#model);
  }

  #offers(): Offers {
    const { setImpairment, save, tryLink } = this.#options.control;
    const leavesAt = this.#leavesAt;
    return {
      canTurn: setImpairment !== undefined && this.#model.impairment !== null && !this.#ui.ending,
      canSave: save !== undefined,
      canTry: tryLink !== undefined && suggestionFor(this.#model) !== null,
      leavesIn: leavesAt === null ? null : Math.max(0, (leavesAt - performance.now()) / 1000),
    };
  }

  #key(name: string): void {
    const { help, paused, ending } = this.#ui;
    const over = this.#model.phase === 'ended';
    const action = actionFor(name, { help, over, still: paused, ...this.#offers() });
    if (action === null) return;
    const again = ending && action.do === 'end';
    this.#ui = uiAfter({ ...this.#ui, notice: null }, action);
    if (again) this.close();
    else this.#act(action);
  }

  #act(action: Action): void {
    if (action.do === 'look') this.#look(action.rows);
    else if (action.do === 'turn') this.#turn(action);
    else this.#acts[action.do]?.();
  }

  /** Of actions that need nothing more. */
  readonly #acts: Partial<Record<Action['do'], () => void>> = {
    leave: () => this.close(),
    redraw: () => this.#screen.redraw(),
    stay: () => {
      this.#leavesAt = null;
    },
    save: () => void this.#save(),
    try: () => {
      this.#options.control.tryLink?.();
      this.close();
    },
    pause: () => {
      this.#held = this.#ui.paused ? this.#model : null;
    },
    end: () => {
      this.#held = null;
      this.#options.control.stop();
    },
  };

  /** Who looks around is not shown the door. */
  #look(rows: number | 'worst'): void {
    this.#leavesAt = null;
    const look = lookAt(this.#ui.look, rows, this.#held ?? this.#model);
    this.#ui = { ...this.#ui, stays: this.#model.phase === 'ended', look };
  }

  #turn(action: Extract<Action, { do: 'turn' }>): void {
    const before = this.#model.impairment;
    if (before === null) return;
    const impairment = turned(before, action.knob, action.by);
    this.#model = { ...this.#model, impairment };
    this.#options.control.setImpairment?.(impairment);
    const { columns, rows } = sizeOf(this.#options.stdout);
    const canvas = this.#canvasOf(columns, rows);
    const notice = turnedNotice(canvas, before, impairment, { ...action, paused: this.#ui.paused });
    if (notice !== null) this.#say(notice);
  }

  async #save(): Promise<void> {
    const { words, control } = this.#options;
    const { keys } = words.live;
    this.#ui = { ...this.#ui, notice: keys.saving };
    try {
      const { file, written } = await control.save!();
      this.#say((written ? keys.saved : keys.willSave)(safeText(file)));
    } catch (error) {
      this.#say(keys.saveFailed(reasonOf(error, words)));
    }
  }

  #say(notice: string): void {
    this.#ui = { ...this.#ui, notice };
    this.#screen.touch();
    setTimeout(() => {
      // A later one has its own time.
      if (this.#ui.notice === notice) this.#ui = { ...this.#ui, notice: null };
      this.#screen.touch();
    }, NOTICE).unref();
  }

  #finish(): void {
    this.#held = null;
    this.#ui = { ...this.#ui, paused: false };
    // Where no key can be pressed, nobody can say that they have seen it.
    const usual = this.#options.stdin.isTTY === true ? HOLD : 0;
    const hold = this.#ui.ending ? 0 : (this.#options.hold ?? usual);
    if (hold === 0 || this.#model.result?.ending.status !== 'completed') {
      this.close();
      return;
    }
    this.#leavesAt = performance.now() + hold * 1000;
    this.#ticking = setInterval(() => {
      if (this.#leavesAt !== null && performance.now() >= this.#leavesAt) this.close();
      else this.#screen.touch();
    }, 500);
  }
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
