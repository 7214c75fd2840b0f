/** Flows on the linux port: each session has a thread of its own, which sleeps in its port. Control stays in the server's. */
import type { Worker } from 'node:worker_threads';
import type { Kernel } from '../../net/linux/kernel.ts';
import type { Hello } from '../../wire/control.ts';
import type { FlowEngine, SessionFlows, SessionPlan } from './flow-engine.ts';
import { PortableFlowEngine } from './portable-engine.ts';
import { spareThread, ThreadedFlows } from './threaded-flows.ts';

/**
 * Threads at once; further sessions run on the portable port. None is ended before the server is: a new one costs 50 ms,
 * and of each that ended koffi 3.3 leaves three mappings of memory behind, of which a process may have some 65,000.
 */
const MOST_THREADS = 8;

export class LinuxFlowEngine implements FlowEngine {
  readonly name = 'linux';
  readonly #kernel: Kernel;
  readonly #portable = new PortableFlowEngine();
  /** With what notices that it is gone. */
  readonly #spare = new Map<Worker, () => void>();
  #threads = 0;
  #closed = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#keep(spareThread());
  }

  /** One that cannot start (no file descriptors left, say) harms no one: the next session makes its own. */
  #keep(worker: Worker): void {
    const gone = (): void => {
      this.#spare.delete(worker);
    };
    this.#spare.set(worker, gone);
    worker.unref();
    worker.on('error', this.#ignore);
    worker.on('exit', gone);
  }

  readonly #ignore = (): void => {};

  #take(): Worker {
    const [spare] = this.#spare;
    if (spare === undefined) return spareThread();
    const [worker, gone] = spare;
    this.#spare.delete(worker);
    worker.off('error', this.#ignore);
    worker.off('exit', gone);
    return worker;
  }

  engineOf(hello: Hello): 'portable' | 'linux' {
    return hello.engine === 'portable' || hello.mode === 'connect' || this.#threads >= MOST_THREADS
      ? 'portable'
      : 'linux';
  }

  begin(plan: SessionPlan): SessionFlows {
    if (this.engineOf(plan.hello) === 'portable') return this.#portable.begin(plan);
    const worker = this.#take();
    this.#threads++;
    return new ThreadedFlows(plan, worker, this.#kernel, (reusable) => {
      this.#threads--;
      if (this.#closed) void worker.terminate();
      else if (reusable) this.#keep(worker);
      else if (this.#spare.size === 0) this.#keep(spareThread());
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(Array.from(this.#spare.keys(), (worker) => worker.terminate()));
    this.#spare.clear();
  }
}
