/**
 * A run's side of its screen: starts the process that draws, tells it the events, does what its keys ask. A screen that
 * gets no turn is replaced by one that pushes harder; one that dies leaves the run as it is. Whatever happens, the terminal
 * is given back.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../errors.ts';
import { type BorrowedTerminal, borrowTerminal } from '../../present/live/terminal/terminal.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { RunSpec } from '../../result/spec.ts';
import { deferred } from '../../run/client/control/deferred.ts';
import type { LiveEvent } from '../../run/client/live/reported.ts';
import { withoutKey } from '../../run/without-key.ts';
import type { CliContext } from '../context.ts';
import type { Saving } from '../run/save-key.ts';
import { type Standing, standsAside } from './aside.ts';
import { drawFirst } from './first.ts';
import { readLife } from './heartbeat.ts';
import { Memory } from './memory.ts';
import type { FromScreen, ToScreen } from './messages.ts';
import { terminalModes } from './modes.ts';
import { LOOK_EVERY, Patience } from './patience.ts';
import { takenOver } from './taken-over.ts';

/** What the keys of a screen ask of the run. */
export interface ScreenAsks {
  stop(): void;
  /** @throws SockbenchError where it cannot be written */
  save(): Promise<Saving>;
  readonly tryLink: (() => void) | undefined;
  readonly setImpairment: ((impairment: Impairment) => void) | undefined;
}

/** How long a run waits for the first frame, ms: what is loaded meanwhile is not in its figures. */
const FIRST_FRAME = 5000;

/** How long a screen that has ended may take to go, ms. */
const GOING = 2000;

/** How long a screen may take to hide, ms. */
const HIDING = 300;

/** Looks for which a screen may show no life: two seconds for one that can be replaced, ten for one that cannot. */
const PATIENCE: Readonly<Record<Standing, number>> = { last: 2, behind: 10 };

export class ScreenHost {
  readonly #spec: RunSpec;
  readonly #reports: number;
  readonly #context: CliContext;
  readonly #asks: ScreenAsks;
  readonly #memory = new Memory();
  readonly #terminal: BorrowedTerminal;
  readonly #drawn = deferred<void>();
  readonly #ended = deferred<readonly string[]>();
  #hidden = deferred<void>();
  #looking: NodeJS.Timeout | undefined;
  readonly #modes: string | null;
  #child!: ChildProcess;
  #patience!: Patience;
  #standing: Standing;
  #open = true;

  /** @param reports the run's report ring */
  constructor(spec: RunSpec, reports: number, standing: Standing, context: CliContext, asks: ScreenAsks) {
    this.#spec = spec;
    this.#reports = reports;
    this.#standing = standing;
    this.#context = context;
    this.#asks = asks;
    const { stdout, stdin } = context;
    const tenant = {
      release: () => this.#release(),
      hide: () => this.#hide(),
      show: () => this.#tell({ type: 'show' }),
    };
    this.#terminal = borrowTerminal(stdout, stdin, tenant, 'wait');
    takenOver();
    drawFirst(spec, asks.setImpairment !== undefined, context);
    this.#modes = stdin.isTTY ? terminalModes() : null;
    // The mode to go back to is the one it has now, whatever a screen that is killed leaves behind.
    if (stdin.isTTY) stdin.setRawMode(true);
    this.#start();
  }

  /** The first frame is drawn, or none will be, or it takes too long to wait for. */
  async drawn(): Promise<void> {
    const late = setTimeout(() => this.#drawn.resolve(), FIRST_FRAME);
    await this.#drawn.promise;
    clearTimeout(late);
    if (this.#open) this.#looking = setInterval(() => this.#look(), LOOK_EVERY);
  }

  push(event: LiveEvent): void {
    // Intervals are for lines; a screen has its own.
    if (!this.#open || event.event === 'interval') return;
    if (event.event === 'unshown') {
      this.#child.kill('SIGKILL');
      this.#died();
      return;
    }
    this.#memory.take(event);
    this.#tell({ type: 'event', event });
  }

  /** The terminal is as it was found. @returns lines for the normal screen; never rejects */
  get ended(): Promise<readonly string[]> {
    return this.#ended.promise;
  }

  #start(): void {
    // Tests that run from source find the process in the build.
    const entry = new URL('./screen-process.js', import.meta.url).href.replace('/src/cli/', '/dist/cli/');
    const child = fork(fileURLToPath(entry), [], {
      // Where it finds them: REPORTS.
      stdio: ['inherit', 'inherit', 'inherit', 'ipc', this.#reports],
      serialization: 'advanced',
      execArgv: [],
      env: withoutKey(this.#context.env),
    });
    this.#child = child;
    // Also while it loads: the run is prepared meanwhile, and the first frame stands. Not last: its keys are waited for.
    if (child.pid !== undefined) void standsAside('behind', child.pid);
    this.#patience = new Patience(PATIENCE[this.#standing]);
    child.on('message', (message: FromScreen) => {
      if (child === this.#child) this.#take(message);
    });
    const gone = (): void => {
      if (child === this.#child) this.#died();
    };
    child.on('error', gone);
    child.on('exit', gone);
    const { setImpairment, tryLink } = this.#asks;
    this.#tell({
      type: 'begin',
      spec: this.#spec,
      language: this.#context.language,
      standing: this.#standing,
      modes: this.#modes,
      offers: { link: setImpairment !== undefined, tryLink: tryLink !== undefined },
    });
  }

  #tell(message: ToScreen): void {
    // Whether it arrives is seen by its life.
    this.#child.send(message, () => {});
  }

  #take(message: FromScreen): void {
    switch (message.type) {
      case 'drawn':
        this.#drawn.resolve();
        return;
      case 'stop':
        this.#asks.stop();
        return;
      case 'suspend':
        this.#terminal.suspend();
        return;
      case 'hidden':
        this.#hidden.resolve();
        return;
      case 'impairment':
        this.#asks.setImpairment?.(message.impairment);
        return;
      case 'save':
        void this.#save();
        return;
      case 'try-link':
        this.#asks.tryLink?.();
        return;
      case 'ended':
        // It goes by itself; what it changed in the terminal it changes back when it goes.
        this.#open = false;
        setTimeout(() => this.#child.kill('SIGKILL'), GOING).unref();
        this.#child.removeAllListeners('exit').once('exit', () => this.#leave(message.picture));
        return;
    }
  }

  async #save(): Promise<void> {
    try {
      this.#tell({ type: 'saved', saving: await this.#asks.save() });
    } catch (error) {
      const { words } = this.#context;
      const reason = error instanceof SockbenchError ? error.say(words) : (error as Error).message;
      this.#tell({ type: 'not-saved', reason });
    }
  }

  /** A screen that waits for a processor has keys that nobody reads. */
  #look(): void {
    if (!this.#open || !this.#patience.look(readLife(this.#reports))) return;
    if (this.#standing === 'behind') this.#died();
    else {
      this.#standing = 'behind';
      this.#child.kill('SIGKILL');
      this.#start();
      for (const event of this.#memory.events()) this.#tell({ type: 'event', event });
    }
  }

  #died(): void {
    if (!this.#open) return;
    this.#leave([]);
    this.#context.stderr.write(`${this.#context.words.cli.status.screenLost}\n`);
  }

  #leave(picture: readonly string[]): void {
    this.#terminal.restore();
    this.#drawn.resolve();
    this.#ended.resolve(picture);
  }

  /** What it draws after that would stand on the shell's screen. */
  async #hide(): Promise<void> {
    this.#hidden = deferred();
    this.#tell({ type: 'hide' });
    await Promise.race([this.#hidden.promise, sleep(HIDING)]);
  }

  #release(): void {
    this.#open = false;
    clearInterval(this.#looking);
    this.#child.kill('SIGKILL');
  }
}
