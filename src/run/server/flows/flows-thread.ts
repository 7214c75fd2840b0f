/** A thread for the flows of one session at a time, and what it has open: closed for it where it dies. */
import { Worker } from 'node:worker_threads';
import { Descriptors } from '../../../net/linux/kernel/descriptors.ts';

export class FlowsThread {
  readonly worker: Worker;
  /** It has loaded all that it needs, or has ended. */
  readonly loaded: Promise<void>;
  /** Nobody can use it any more. */
  ended = false;
  readonly #descriptors = new Descriptors();

  /**
   * Made ahead, because starting one takes some 50 ms. Throws where the system gives no thread.
   * @param close of a descriptor, for who has died
   */
  constructor(close: (fd: number) => void) {
    this.worker = new Worker(new URL('./flows-worker.js', import.meta.url), {
      workerData: this.#descriptors.memory,
    });
    this.loaded = new Promise((resolve) => {
      this.worker.once('message', () => resolve());
      this.worker.once('exit', () => resolve());
    });
    this.worker.unref();
    // One that cannot start (no file descriptors left, say) harms no one: whose flows it has listens for it.
    this.worker.on('error', () => {});
    this.worker.once('exit', () => {
      this.ended = true;
      for (const fd of this.#descriptors.left()) close(fd);
    });
  }

  /** `fd` is closed with the thread, from here on. */
  give(fd: number): void {
    this.#descriptors.opened(fd);
  }
}
