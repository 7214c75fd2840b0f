/**
 * Threads for generators: one run's at a time, and kept for the next, because koffi leaves three mappings of each thread
 * that ended behind, and because starting one takes some 50 ms. An idle one keeps no process alive.
 */
import { Worker } from 'node:worker_threads';
import { kindOf } from './kind.ts';
import type { FromWorker, GeneratorSetup, ToWorker } from './protocol.ts';

/** Idle ones that are kept; more than that at once is a rare run. */
const MOST_IDLE = 8;
/** ms after which a thread that does not put its flows away is ended: what it has open goes with it. */
const PATIENCE = 2000;

interface Idle {
  readonly worker: Worker;
  /** Of the runs that it has played. */
  readonly kinds: Set<string>;
}

const idle: Idle[] = [];
let made = 0;

/** Its number tells it from others, for whoever looks from outside. */
const started = (): Worker =>
  new Worker(new URL('./worker.js', import.meta.url), { workerData: { generator: made++ } });

/** Threads for whatever run will come, and nobody knows yet what it will be. */
export function startAhead(count: number): void {
  while (idle.length < count) waiting();
}

function waiting(): Idle {
  const worker = started();
  // One that dies before it is asked for is not there.
  worker.on('error', () => {}).once('exit', () => leave(worker));
  worker.unref();
  const one = { worker, kinds: new Set<string>() };
  idle.push(one);
  return one;
}

/**
 * Threads that play these runs while others prepare themselves, and then wait for them: those that have, then any, then
 * new ones.
 */
export function rehearseAhead(setups: readonly GeneratorSetup[]): void {
  const free = [...idle];
  const others = setups.filter((setup) => {
    const at = free.findIndex(({ kinds }) => kinds.has(kindOf(setup)));
    if (at >= 0) free.splice(at, 1);
    return at < 0;
  });
  for (const setup of others) {
    const one = free.shift() ?? (idle.length < MOST_IDLE ? waiting() : undefined);
    one?.kinds.add(kindOf(setup));
    one?.worker.postMessage({ type: 'rehearse', setup } satisfies ToWorker);
  }
}

function leave(worker: Worker): void {
  const at = idle.findIndex((one) => one.worker === worker);
  if (at >= 0) idle.splice(at, 1);
}

/** One that has played such a run, or any. */
function taken(kind: string): Idle {
  const at = idle.findLastIndex(({ kinds }) => kinds.has(kind));
  const [found] = idle.splice(at < 0 ? -1 : at, 1);
  return found ?? { worker: started(), kinds: new Set() };
}

export interface ThreadEvents {
  message(message: FromWorker): void;
  /** The thread is gone. */
  died(reason: string): void;
}

export class GeneratorThread {
  readonly #worker: Worker;
  readonly #kinds: Set<string>;
  readonly #message: (message: FromWorker) => void;
  readonly #failed: (error: Error) => void;
  readonly #gone: (code: number) => void;
  #closed: (() => void) | undefined;
  #dead = false;

  constructor(setup: GeneratorSetup, events: ThreadEvents) {
    const { worker, kinds } = taken(kindOf(setup));
    this.#worker = worker;
    this.#kinds = kinds.add(kindOf(setup));
    this.#message = (message) => {
      if (message.type === 'closed') this.#closed?.();
      else events.message(message);
    };
    this.#failed = (error) => this.#end(() => events.died(String(error)));
    this.#gone = (code) => this.#end(() => events.died(`exit ${code}`));
    this.#worker.ref();
    this.#worker.on('message', this.#message);
    this.#worker.on('error', this.#failed);
    this.#worker.on('exit', this.#gone);
    this.tell({ type: 'setup', setup });
  }

  tell(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #end(told: () => void): void {
    this.#dead = true;
    this.#closed?.();
    told();
  }

  /**
   * Its flows are closed, and it waits for another run; or it is ended.
   * @param opening its flows are still being opened: nobody waits for that
   */
  async release(opening: boolean): Promise<void> {
    if (opening) this.#dead = true;
    if (!this.#dead) {
      const closed = new Promise<boolean>((resolve) => {
        const late = setTimeout(() => resolve(false), PATIENCE);
        this.#closed = () => {
          clearTimeout(late);
          resolve(true);
        };
      });
      this.tell({ type: 'close' });
      if (await closed) this.#forget();
      else this.#dead = true;
    }
    if (this.#dead || idle.length >= MOST_IDLE) await this.#worker.terminate();
    else idle.push({ worker: this.#worker, kinds: this.#kinds });
  }

  #forget(): void {
    this.#worker.off('message', this.#message);
    this.#worker.off('error', this.#failed);
    this.#worker.off('exit', this.#gone);
    this.#worker.unref();
  }
}
