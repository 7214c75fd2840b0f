/**
 * Threads for generators: one run's at a time, and kept for the next, because koffi leaves three mappings of each thread
 * that ended behind, and because starting one takes some 50 ms. An idle one keeps no process alive.
 */
import type { Worker } from 'node:worker_threads';
import { kept, oneMore, taken, waiting } from './idle.ts';
import { kindOf } from './kind.ts';
import type { FromWorker, GeneratorSetup, ToWorker } from './protocol.ts';

/** ms after which a thread that does not put its flows away is ended: what it has open goes with it. */
const PATIENCE = 2000;

/**
 * Threads that play these runs while others prepare themselves, and then wait for them: those that have, then any, then
 * new ones.
 */
export function rehearseAhead(setups: readonly GeneratorSetup[]): void {
  const free = [...waiting()];
  const others = setups.filter((setup) => {
    const at = free.findIndex(({ kinds }) => kinds.has(kindOf(setup)));
    if (at >= 0) free.splice(at, 1);
    return at < 0;
  });
  for (const setup of others) {
    const one = free.shift() ?? oneMore();
    one?.kinds.add(kindOf(setup));
    one?.worker.postMessage({ type: 'rehearse', setup } satisfies ToWorker);
  }
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
    if (this.#dead || !kept({ worker: this.#worker, kinds: this.#kinds })) await this.#worker.terminate();
  }

  #forget(): void {
    this.#worker.off('message', this.#message);
    this.#worker.off('error', this.#failed);
    this.#worker.off('exit', this.#gone);
    this.#worker.unref();
  }
}
