/** One run of an agent: what it is told to do done by a {@link Run}, and what that tells handed on. */
import type { Clock } from '../../clock.ts';
import type { AssemblyInput } from '../../run/client/assemble/inputs.ts';
import type { Concert, Ready, SoFar } from '../../run/client/concert.ts';
import { Run } from '../../run/client/run.ts';
import { START_LEAD } from '../../wire/control.ts';
import { partOf } from '../merge/shift.ts';
import type { Failure, Report, Task } from '../protocol/messages.ts';
import { pack } from '../protocol/packed.ts';

/** Times are of the agent's clock. */
export interface WorkEvents {
  prepared(group: number, ready: NonNullable<Report['ready']>): void;
  begun(at: number): void;
  moment(data: string): void;
  part(data: string): void;
  over(failure: Failure | null): void;
}

interface Waiting {
  readonly group: number;
  /** To add to a time of the agent's clock. */
  readonly offset: number;
  readonly clock: Clock;
  readonly resolve: (at: number) => void;
  timer?: NodeJS.Timeout;
}

export class Work implements Concert {
  readonly before: number;
  readonly all: number;
  readonly #run: Run;
  readonly #clock: Clock;
  readonly #events: WorkEvents;
  #groups = 0;
  #waiting: Waiting | undefined;
  /** Resolves when nothing of it is left. */
  readonly ended: Promise<void>;

  /** @param clock the agent's */
  constructor(
    { spec, before, all }: Task,
    { version, key, clock }: { version: string; key: Uint8Array | null; clock: Clock },
    events: WorkEvents,
  ) {
    this.before = before;
    this.all = all;
    this.#clock = clock;
    this.#events = events;
    const options = { version, key, command: [], reports: null, lab: undefined, lasting: true };
    this.#run = new Run(spec, { ...options, concert: this });
    this.ended = this.#follow();
  }

  async #follow(): Promise<void> {
    for await (const event of this.#run.start()) {
      if (event.event !== 'result') continue;
      const { status, code, operation, details } = event.result.ending;
      const failed = status === 'failed';
      this.#events.over(
        failed
          ? { code: code ?? 'internal', operation: operation ?? 'measure', details: bounded(details ?? {}) }
          : null,
      );
    }
  }

  ready({ plans, effective, warnings, clock }: Ready, signal: AbortSignal): Promise<number> {
    const group = this.#groups++;
    const granted = plans.map(({ transport, mode, clients, rate, size, duration, warmup }) => {
      const ends = Number.isFinite(duration) ? duration : null;
      return { transport, mode, clients, rate, size, duration: ends, warmup };
    });
    const told = warnings
      .slice(0, 32)
      .map(({ code, details }) => ({ code, details: bounded(details ?? {}) }));
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => clearTimeout(this.#waiting?.timer), { once: true });
      this.#waiting = { group, offset: clock() - this.#clock(), clock, resolve };
      this.#events.prepared(group, { granted, effective, warnings: told });
    });
  }

  /** @param at by the agent's clock; said again where it is known better */
  begin(group: number, at: number): void {
    const waiting = this.#waiting;
    if (waiting === undefined || waiting.group !== group) return;
    clearTimeout(waiting.timer);
    const wait = at - START_LEAD - this.#clock();
    if (wait > 0) waiting.timer = setTimeout(() => this.#begin(waiting, at), wait / 1e6);
    else this.#begin(waiting, at);
  }

  /** One that was told too late begins as soon as it can. */
  #begin({ clock, offset, resolve }: Waiting, at: number): void {
    this.#waiting = undefined;
    const start = Math.max(at + offset, clock() + START_LEAD / 2);
    this.#events.begun(start - offset);
    resolve(start);
  }

  soFar(told: SoFar): void {
    this.#events.moment(pack(told));
  }

  measured(input: AssemblyInput): void {
    this.#events.part(pack(partOf(input)));
  }

  /** @param hurry what is on its way is not waited for */
  stop(hurry: boolean): void {
    this.#run.stop();
    if (hurry) this.#run.stop();
  }
}

const MOST_TEXT = 300;

/** As a message takes them. */
const bounded = (details: Failure['details']): Failure['details'] =>
  Object.fromEntries(
    Object.entries(details)
      .slice(0, 24)
      .map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, MOST_TEXT) : value]),
  );
