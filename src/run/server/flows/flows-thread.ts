/** A thread for the flows of one session at a time, and what it has open: closed for it where it dies. */
import { Worker } from 'node:worker_threads';
import { Descriptors } from '../../../net/linux/kernel/descriptors.ts';
import type { Kernel } from '../../../net/linux/kernel/kernel.ts';

export class FlowsThread {
  readonly worker: Worker;
  /** It has loaded all that it needs, or has ended. */
  readonly loaded: Promise<void>;
  readonly #descriptors = new Descriptors();

  /** Made ahead, because starting one takes some 50 ms. Throws where the system gives no thread. */
  constructor({ calls }: Kernel) {
    this.worker = new Worker(new URL('./flows-worker.js', import.meta.url), {
      workerData: this.#descriptors.memory,
    });
    this.loaded = new Promise((resolve) => {
      this.worker.once('message', () => resolve());
      this.worker.once('exit', () => resolve());
    });
    this.worker.unref();
    this.worker.once('exit', () => {
      for (const fd of this.#descriptors.left()) calls.close(fd);
    });
  }

  /** `fd` is closed with the thread, from here on. */
  give(fd: number): void {
    this.#descriptors.opened(fd);
  }
}
