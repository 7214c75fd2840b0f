/**
 * What carries plan and results, never probes. Messages may be lost, come late, twice, or in another order: whoever speaks
 * over a bus speaks as if all of that happened.
 */
export interface Bus {
  /** Does not wait; while the bus is away, nothing is kept. */
  publish(subject: string, bytes: Uint8Array): void;
  /** Everything that is published under exactly that subject from now on, one's own messages included. */
  subscribe(subject: string, listener: Listener): void;
  /** Told when the bus goes away, and when it is back. */
  onAway(listener: (away: boolean) => void): void;
  /** What was published has left. */
  close(): Promise<void>;
}

export type Listener = (bytes: Uint8Array, subject: string) => void;

/** Listeners by subject. */
export class Listeners {
  readonly #of = new Map<string, Listener[]>();

  has(subject: string): boolean {
    return this.#of.has(subject);
  }

  /** @returns whether it is the first one of its subject */
  add(subject: string, listener: Listener): boolean {
    const listeners = this.#of.get(subject);
    listeners?.push(listener);
    if (listeners === undefined) this.#of.set(subject, [listener]);
    return listeners === undefined;
  }

  tell(subject: string, bytes: Uint8Array): void {
    for (const listener of this.#of.get(subject) ?? []) listener(bytes, subject);
  }
}
