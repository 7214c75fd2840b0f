/**
 * Where a mistake ends that only one guest has met: with that guest. Whoever serves many in one thread puts what serves one
 * of them inside such a boundary, so that no byte that anybody sends can end the others.
 */
import type { EventEmitter } from 'node:events';

/** Told what was thrown; ends whoever was being served. */
export type Fault = (error: unknown) => void;

/** What was thrown, in one line; it may quote what somebody sent. Never throws. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : typeof error).slice(0, MOST_REASON);
const MOST_REASON = 200;

/** `serve`, whose exceptions and rejections go to `fault` and no further. */
export function within<A extends unknown[]>(
  fault: Fault,
  serve: (...args: A) => unknown,
): (...args: A) => void {
  return (...args) => {
    try {
      const outcome = serve(...args);
      if (outcome instanceof Promise) outcome.catch(fault);
    } catch (error) {
      fault(error);
    }
  };
}

const FAULTS = new WeakMap<EventEmitter, Fault>();

/** `serve` within the boundary of a guarded emitter: for what its timers call. */
export const withinGuest = <A extends unknown[]>(
  emitter: EventEmitter,
  serve: (...args: A) => unknown,
): ((...args: A) => void) =>
  within((error) => {
    const fault = FAULTS.get(emitter);
    if (fault === undefined) throw error;
    fault(error);
  }, serve);

/** The same for everything that ever listens to an emitter, a guest's socket: also what others attach later. */
export function guard(emitter: EventEmitter, fault: Fault): void {
  FAULTS.set(emitter, fault);
  const emit = emitter.emit.bind(emitter);
  emitter.emit = (...args: Parameters<typeof emit>): boolean => {
    try {
      return emit(...args);
    } catch (error) {
      fault(error);
      return true;
    }
  };
}
