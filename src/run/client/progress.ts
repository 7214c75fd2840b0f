/** How far a run has come: the generators' counts, and about what they were when the server spoke last. Pure. */
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
    const sent = parts.reduce((all, part) => all + part.sent, 0);
    const received = parts.reduce((all, part) => all + part.received, 0);
    // It spoke at some time between two reports: half way is wrong in neither direction.
    if (server !== this.#server)
      this.heard = {
        sent: Math.round((this.sent + sent) / 2),
        received: Math.round((this.received + received) / 2),
      };
    this.#server = server;
    this.sent = sent;
    this.received = received;
  }
}
