/** Whether a server's grant stays within what was asked of it: its word alone must not make a client send more. Pure. */
import type { Grant, Hello } from '../wire/control.ts';

/** Probes per second; less is a schedule without a second probe, which no server paces anybody to. */
const LEAST_RATE = 1e-9;

type Terms = Grant['granted'];
type Asked = Pick<Hello, keyof Terms | 'leastSize'>;

/** A server may grant less rate, time, warm-up and clients, never more, and the size as it was asked for: smaller only where that was offered. */
export function grantsNoMore(granted: Terms, asked: Asked): boolean {
  return (
    granted.clients >= 1 &&
    granted.clients <= asked.clients &&
    granted.size <= asked.size &&
    granted.size >= (asked.leastSize ?? asked.size) &&
    (granted.warmup ?? asked.warmup) <= asked.warmup &&
    isWithin(granted.duration, asked.duration) &&
    isWithin(granted.rate, asked.rate) &&
    (granted.rate === null || granted.rate >= Math.min(LEAST_RATE, asked.rate ?? LEAST_RATE))
  );
}

/** null is unbounded: more than any number. */
const isWithin = (granted: number | null, asked: number | null): boolean =>
  asked === null || (granted !== null && granted <= asked);
