/**
 * Two services that answer datagrams can be set upon each other by one forged datagram, and would then go on for ever.
 * What goes round in such a loop is always the same bytes from the same port, and no person or tool repeats itself so
 * often: after so many times within a minute they get no answer, and the loop has ended.
 */
const MOST_ALIKE = 200;
const WITHIN = 60_000;
/** Kinds of datagrams that are remembered; the oldest is forgotten for a new one. */
const MOST_KNOWN = 4096;
const HEAD = 512;

interface Seen {
  count: number;
  readonly since: number;
}

export class LoopGuard {
  readonly #seen = new Map<string, Seen>();

  /** Whether a datagram may be answered. @param now ms */
  admits(message: Uint8Array, from: { address: string; port: number }, now = performance.now()): boolean {
    const key = `${from.address} ${from.port} ${message.length} ${digest(message)}`;
    let seen = this.#seen.get(key);
    if (seen === undefined || now - seen.since >= WITHIN) {
      this.#seen.delete(key);
      if (this.#seen.size >= MOST_KNOWN) this.#seen.delete(this.#seen.keys().next().value!);
      seen = { count: 0, since: now };
      this.#seen.set(key, seen);
    }
    return ++seen.count <= MOST_ALIKE;
  }
}

/** FNV-1a of the first bytes: it need not be hard to forge, who forges harms only answers to itself. */
function digest(message: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < message.length && i < HEAD; i++) hash = Math.imul(hash ^ message[i]!, 0x01000193);
  return hash >>> 0;
}
