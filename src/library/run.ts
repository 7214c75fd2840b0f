/** A run for a program: its events as they come, its result at the end. */

import type { RunResult } from '../result/document/schema.ts';
import type { RunEvent } from '../result/events/events.ts';
import type { RunSpec } from '../result/spec.ts';
import { EventQueue } from '../run/client/queue.ts';
import { Run } from '../run/client/run.ts';
import { runInLab } from './lab-run.ts';
import type { Running } from './running.ts';
import { type RunRequest, specOf } from './spec.ts';
import { VERSION } from './version.ts';

export interface RunCallOptions {
  /** Ends the run at once: the result so far is still given, with `ending.status` "interrupted". */
  readonly signal?: AbortSignal;
  /** Pre-shared key of the server (at least 16 bytes). */
  readonly key?: Uint8Array;
}

/** Events of a run that goes on; `for await` over it, or await `result`. Ends early where the loop is left. */
export interface RunHandle extends AsyncIterable<RunEvent> {
  /** The document of the whole run, whatever happens: a run that fails says so in its `ending`. */
  readonly result: Promise<RunResult>;
  /** Sends no more; what is on its way is still awaited. A second call ends it at once. */
  stop(): void;
}

/**
 * @throws SockbenchError `bad-spec` before anything starts. Whatever fails later is in the result.
 * @example for await (const event of run({ transports: ['udp'], duration: 2e9 })) console.log(event.event);
 */
export function run(request: RunRequest, options: RunCallOptions = {}): RunHandle {
  return handleOf(begin(specOf(request), options), options.signal);
}

/** @param signal as in {@link RunCallOptions} */
export const handleOf = (running: Running, signal: AbortSignal | undefined): RunHandle =>
  new Handle(running, signal);

function begin(spec: RunSpec, { key }: RunCallOptions): Running {
  if (spec.impairment !== null) return runInLab(spec);
  return new Run(spec, {
    version: VERSION,
    command: [],
    reports: null,
    key: key ?? null,
    lab: undefined,
    lasting: true,
  });
}

class Handle implements RunHandle {
  readonly #running: Running;
  readonly #events = new EventQueue<RunEvent>();
  readonly result: Promise<RunResult>;

  constructor(running: Running, signal: AbortSignal | undefined) {
    this.#running = running;
    const now = (): void => this.#now();
    // Before it starts, so that nothing starts at all where nobody wants it any more.
    if (signal?.aborted === true) now();
    signal?.addEventListener('abort', now, { once: true });
    this.result = this.#follow().finally(() => signal?.removeEventListener('abort', now));
    // Whoever only iterates learns of it there.
    this.result.catch(() => {});
  }

  async #follow(): Promise<RunResult> {
    let result: RunResult | undefined;
    try {
      for await (const event of this.#running.start()) {
        // What only a screen of ours reads.
        if (event.event === 'beside' || event.event === 'unshown') continue;
        this.#events.push(event);
        if (event.event === 'result') result = event.result;
      }
    } finally {
      this.#events.end();
    }
    return result!;
  }

  stop(): void {
    this.#running.stop();
  }

  /** Twice: what is on its way is not waited for. */
  #now(): void {
    this.stop();
    this.stop();
  }

  [Symbol.asyncIterator](): AsyncIterator<RunEvent> {
    const events = this.#events[Symbol.asyncIterator]();
    return {
      next: () => events.next(),
      return: async () => {
        this.#now();
        await this.result.catch(() => {});
        return { value: undefined, done: true };
      },
    };
  }
}
