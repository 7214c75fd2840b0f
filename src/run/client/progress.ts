/** How far a run has come: the generators' counts, and what they were when the server spoke last. Pure. */
import type { ServerSnapshot } from '../../wire/control.ts';
import type { WorkerSnapshot } from './pool.ts';

export class Progress {
  /** Of all generators, as of their last reports. */
  sent = 0;
  received = 0;
  #server: ServerSnapshot | undefined;
  heard = { sent: 0, received: 0 };

  /** @param parts one of each worker */
  take(parts: readonly WorkerSnapshot[], server: ServerSnapshot | undefined): void {
    if (server !== this.#server) this.heard = { sent: this.sent, received: this.received };
    this.#server = server;
    this.sent = parts.reduce((all, part) => all + part.sent, 0);
    this.received = parts.reduce((all, part) => all + part.received, 0);
  }
}
