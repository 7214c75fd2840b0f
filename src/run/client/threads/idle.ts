/** Threads that wait for a run. It imports nothing of ours: the first of them start before anything else is loaded. */
import { Worker } from 'node:worker_threads';

/** Idle ones that are kept; more than that at once is a rare run. */
const MOST_IDLE = 8;

export interface Idle {
  readonly worker: Worker;
  /** Of the runs that it has played. */
  readonly kinds: Set<string>;
}

/** What a thread is told as it starts. */
export interface Birth {
  /** Tells it from others, for whoever looks from outside. */
  readonly generator: number;
  /** Nobody waits for it yet: it has the time to load what it will probably need, the linux engine. */
  readonly ahead: boolean;
}

const idle: Idle[] = [];
let made = 0;

function started(ahead: boolean): Idle {
  const workerData: Birth = { generator: made++, ahead };
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
  // One that dies while it waits is not there; whose run it has listens for it.
  worker.on('error', () => {}).once('exit', () => leave(worker));
  return { worker, kinds: new Set() };
}

function leave(worker: Worker): void {
  const at = idle.findIndex((one) => one.worker === worker);
  if (at >= 0) idle.splice(at, 1);
}

/** Threads for whatever run will come, and nobody knows yet what it will be. */
export function startAhead(count: number): void {
  while (idle.length < count && oneMore(true) !== undefined);
}

/**
 * One more that waits; undefined where there are enough.
 * @param ahead see Birth
 */
export function oneMore(ahead = false): Idle | undefined {
  if (idle.length >= MOST_IDLE) return undefined;
  const one = started(ahead);
  one.worker.unref();
  idle.push(one);
  return one;
}

export const waiting = (): readonly Idle[] => idle;

/** One that has played such a run, or any; a new one where none waits. */
export function taken(kind: string): Idle {
  const at = idle.findLastIndex(({ kinds }) => kinds.has(kind));
  const [found] = idle.splice(at < 0 ? -1 : at, 1);
  return found ?? started(false);
}

/** @returns false: there are enough, and nobody keeps it */
export function kept(one: Idle): boolean {
  if (idle.length >= MOST_IDLE) return false;
  idle.push(one);
  return true;
}
