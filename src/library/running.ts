import type { LiveEvent } from '../run/client/live/reported.ts';

/** What runs: here, or in a process on the client's side of a link. */
export interface Running {
  start(): AsyncIterable<LiveEvent>;
  stop(): void;
}
