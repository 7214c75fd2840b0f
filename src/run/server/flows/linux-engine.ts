/** Flows on the linux port: each session has a thread of its own, which sleeps in its port. Control stays in the server's. */
import type { Kernel } from '../../../net/linux/kernel/kernel.ts';
import { maximumError } from '../../../net/linux/kernel/synchronised.ts';
import { hasCongestionControl } from '../../../net/linux/socket.ts';
import type { Hello } from '../../../wire/control.ts';
import type { FlowEngine, SessionFlows, SessionPlan } from './flow-engine.ts';
import { FlowsThread } from './flows-thread.ts';
import { PortableFlowEngine } from './portable-engine.ts';
import { ThreadedFlows } from './threaded-flows.ts';

/**
 * Threads at once; further sessions run on the portable port. None is ended before the server is: a new one costs 50 ms,
 * and of each that ended koffi 3.3 leaves three mappings of memory behind, of which a process may have some 65,000.
 */
const MOST_THREADS = 8;

export class LinuxFlowEngine implements FlowEngine {
  readonly name = 'linux';
  readonly #kernel: Kernel;
  readonly #portable: PortableFlowEngine;
  /** With what notices that it is gone. */
  readonly #spare = new Map<FlowsThread, () => void>();
  #threads = 0;
  #closed = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#portable = new PortableFlowEngine(kernel);
    this.#keep(this.#fresh());
  }

  /** The first thread is there: loading takes descriptors, which clients may have taken later. */
  async loaded(): Promise<void> {
    for (const { worker, loaded } of this.#spare.keys()) {
      // Until the server listens, nothing else keeps the process alive.
      worker.ref();
      await loaded;
      worker.unref();
    }
  }

  /** One that cannot start (no file descriptors left, say) harms no one: the next session makes its own. */
  #keep(thread: FlowsThread | undefined): void {
    if (thread === undefined) return;
    const { worker } = thread;
    const gone = (): void => {
      this.#spare.delete(thread);
    };
    this.#spare.set(thread, gone);
    worker.unref();
    worker.on('error', this.#ignore);
    worker.on('exit', gone);
  }

  readonly #ignore = (): void => {};

  /** @returns undefined where the system gives no thread */
  #fresh(): FlowsThread | undefined {
    try {
      return new FlowsThread(this.#kernel);
    } catch {
      // The caller does without: with the portable port, or with one fewer spare.
      return undefined;
    }
  }

  #take(): FlowsThread | undefined {
    const [spare] = this.#spare;
    if (spare === undefined) return this.#fresh();
    const [thread, gone] = spare;
    this.#spare.delete(thread);
    thread.worker.off('error', this.#ignore);
    thread.worker.off('exit', gone);
    return thread;
  }

  engineOf(hello: Hello): 'portable' | 'linux' {
    return hello.engine === 'portable' || hello.mode === 'connect' || this.#threads >= MOST_THREADS
      ? 'portable'
      : 'linux';
  }

  wallError(): number | null {
    return maximumError(this.#kernel);
  }

  hasCongestionControl(name: string): boolean {
    return hasCongestionControl(this.#kernel, name);
  }

  begin(plan: SessionPlan): SessionFlows {
    if (this.engineOf(plan.hello) === 'portable') return this.#portable.begin(plan);
    const thread = this.#take();
    if (thread === undefined) return this.#portable.begin(plan);
    this.#threads++;
    return new ThreadedFlows(plan, thread, this.#kernel, (reusable) => {
      this.#threads--;
      if (this.#closed) void thread.worker.terminate();
      else if (reusable) this.#keep(thread);
      else if (this.#spare.size === 0) this.#keep(this.#fresh());
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(Array.from(this.#spare.keys(), ({ worker }) => worker.terminate()));
    this.#spare.clear();
  }
}
