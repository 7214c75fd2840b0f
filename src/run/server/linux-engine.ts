/** Flows on the linux port: each session has a thread of its own, which sleeps in its port. Control stays in the server's. */
import type { Worker } from 'node:worker_threads';
import type { Kernel } from '../../net/linux/kernel.ts';
import type { Hello } from '../../wire/control.ts';
import type { FlowEngine, SessionFlows, SessionPlan } from './flow-engine.ts';
import { PortableFlowEngine } from './portable-engine.ts';
import { spareThread, ThreadedFlows } from './threaded-flows.ts';

/** Threads at once; further sessions run on the portable port. */
const MOST_THREADS = 8;

export class LinuxFlowEngine implements FlowEngine {
  readonly name = 'linux';
  readonly #kernel: Kernel;
  readonly #portable = new PortableFlowEngine();
  #spare: Worker | undefined;
  #threads = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#spare = this.#newSpare();
  }

  /** One that cannot start (no file descriptors left, say) harms no one: the next session makes its own. */
  #newSpare(): Worker {
    const worker = spareThread();
    worker.on('error', () => {});
    worker.once('exit', () => {
      if (this.#spare === worker) this.#spare = undefined;
    });
    return worker;
  }

  engineOf(hello: Hello): 'portable' | 'linux' {
    return hello.engine === 'portable' || hello.mode === 'connect' || this.#threads >= MOST_THREADS
      ? 'portable'
      : 'linux';
  }

  begin(plan: SessionPlan): SessionFlows {
    if (this.engineOf(plan.hello) === 'portable') return this.#portable.begin(plan);
    const worker = this.#spare ?? spareThread();
    this.#spare = undefined;
    this.#threads++;
    return new ThreadedFlows(plan, worker, this.#kernel, () => {
      this.#threads--;
      this.#spare ??= this.#closed ? undefined : this.#newSpare();
    });
  }

  #closed = false;

  async close(): Promise<void> {
    this.#closed = true;
    await this.#spare?.terminate();
    this.#spare = undefined;
  }
}
