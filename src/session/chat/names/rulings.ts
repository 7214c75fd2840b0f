/**
 * What the host has ruled about somebody: muted, or put out. A ruling is about a name and what looks like it, and about the
 * address that it had, unless others are here from there: whoever comes back under another name is who it was.
 */

import type { Origin } from '../rates/shares.ts';
import { shapesOf } from './names.ts';

export type Ruling = 'muted' | 'kicked';

/** ns that a ruling outlasts its subject's presence. */
const LASTS = 600e9;
/** Of each kind; the oldest is forgotten. */
const MOST = 500;

export class Rulings {
  /** By `name NAME` and `address ADDRESS`: when it ends, ns. */
  readonly #until: Readonly<Record<Ruling, Map<string, number>>> = { muted: new Map(), kicked: new Map() };

  /** @param alone nobody else is here from its address */
  add(ruling: Ruling, name: string, origin: Origin | undefined, alone: boolean, now: number): void {
    const until = this.#until[ruling];
    const subject = alone ? origin : undefined;
    for (const key of keysOf(name, subject)) {
      until.delete(key);
      until.set(key, now + LASTS);
    }
    for (const [oldest] of until) if (until.size > MOST) until.delete(oldest);
  }

  /** Takes a ruling back. @returns whether there was one about that name */
  lift(ruling: Ruling, name: string, origin: Origin | undefined): boolean {
    let found = false;
    for (const key of keysOf(name, origin)) if (this.#until[ruling].delete(key)) found = true;
    return found;
  }

  /** Whether it holds for whoever comes with that name from there. */
  holds(ruling: Ruling, name: string, origin: Origin | undefined, now: number): boolean {
    return keysOf(name, origin).some((key) => (this.#until[ruling].get(key) ?? 0) > now);
  }
}

function keysOf(name: string, origin: Origin | undefined): string[] {
  const keys = shapesOf(name).map((shape) => `name ${shape}`);
  // Everybody on this machine has the same.
  if (origin !== undefined && !origin.here) keys.push(`address ${origin.address}`);
  return keys;
}
