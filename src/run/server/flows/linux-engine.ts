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
  readonly #spare = new Set<FlowsThread>();
  #threads = 0;
  #closed = false;

  /** @param first threads that were made while the kernel was opened */
  constructor(kernel: Kernel, first: readonly FlowsThread[]) {
    this.#kernel = kernel;
    this.#portable = new PortableFlowEngine(kernel);
    for (const thread of first.length > 0 ? first : [this.#fresh()]) this.#keep(thread);
  }

  /** The first thread is there: loading takes descriptors, which clients may have taken later. */
  async loaded(): Promise<void> {
    for (const { worker, loaded } of this.#spare) {
      // Until the server listens, nothing else keeps the process alive.
      worker.ref();
      await loaded;
      worker.unref();
    }
  }

  #keep(thread: FlowsThread | undefined): void {
    thread?.worker.unref();
    if (thread !== undefined) this.#spare.add(thread);
  }

  /** @returns undefined where the system gives no thread */
  #fresh(): FlowsThread | undefined {
    try {
      return new FlowsThread((fd) => this.#kernel.calls.close(fd));
    } catch {
      // The caller does without: with the portable port, or with one fewer spare.
      return undefined;
    }
  }

  #take(): FlowsThread | undefined {
    for (const thread of this.#spare) {
      this.#spare.delete(thread);
      if (!thread.ended) return thread;
    }
    return this.#fresh();
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
    await Promise.all(Array.from(this.#spare, ({ worker }) => worker.terminate()));
    this.#spare.clear();
  }
}
