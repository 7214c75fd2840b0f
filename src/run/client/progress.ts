/** How far a run has come: the workers' snapshots beside the server's, each since the one before. */
import type { Snapshot } from '../../result/events.ts';
import type { ServerSnapshot } from '../../wire/control.ts';
import { type LiveContext, liveSnapshot } from './live.ts';
import type { WorkerSnapshot } from './pool.ts';

type Now = Omit<LiveContext, 'before' | 'heard'>;

export class Progress {
  #before: { readonly now: number; readonly sent: number; readonly received: number } | undefined;
  /** What this side had counted when the server spoke last. */
  #heard = { server: undefined as ServerSnapshot | undefined, sent: 0, received: 0 };

  /** Of all workers, as of the last snapshot. */
  get sent(): number {
    return this.#before?.sent ?? 0;
  }

  get received(): number {
    return this.#before?.received ?? 0;
  }

  /** @param parts one of each worker */
  take(parts: readonly WorkerSnapshot[], now: Now): Snapshot {
    if (now.server !== this.#heard.server)
      this.#heard = { server: now.server, sent: this.sent, received: this.received };
    const snapshot = liveSnapshot(parts, { ...now, heard: this.#heard, before: this.#before });
    this.#before = {
      now: Math.max(...parts.map((part) => part.now)),
      sent: snapshot.sent,
      received: snapshot.received,
    };
    return snapshot;
  }
}
