/**
 * From the bytes of one connection to the messages that a person sees. TCP keeps no message boundaries: a line ends at
 * its newline, and what has none (the lesson's clients send none) is taken as whole once nothing followed for a moment.
 */

import { beginsLetter } from '../../session/text/decoded.ts';

/** The most that is held of a line; more is shown in pieces. */
export const LINE_BYTES = 64 * 1024;
const QUIET_MS = 50;
const NEWLINE = 10;

export class Pieces {
  readonly #take: (piece: Buffer, line: boolean) => void;
  #held: Buffer = Buffer.alloc(0);
  #timer: NodeJS.Timeout | undefined;

  /** @param take gets each message without its newline; `line`: it had one */
  constructor(take: (piece: Buffer, line: boolean) => void) {
    this.#take = take;
  }

  push(chunk: Buffer): void {
    clearTimeout(this.#timer);
    let rest: Buffer = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    for (;;) {
      const end = rest.subarray(0, LINE_BYTES).indexOf(NEWLINE);
      if (end !== -1) {
        this.#take(rest.subarray(0, end), true);
        rest = rest.subarray(end + 1);
      } else if (rest.length >= LINE_BYTES) {
        this.#take(rest.subarray(0, LINE_BYTES), false);
        rest = rest.subarray(LINE_BYTES);
      } else break;
    }
    if (rest.length === 0) return;
    // A copy, so that a small rest does not keep a large chunk alive.
    this.#held = Buffer.from(rest);
    // A letter that has begun is worth as much again.
    this.#timer = setTimeout(() => this.flush(), beginsLetter(rest) > 0 ? 2 * QUIET_MS : QUIET_MS);
  }

  /** Nothing more follows. */
  flush(): void {
    clearTimeout(this.#timer);
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
    if (rest.length > 0) this.#take(rest, false);
  }

  /** Forgets what is held. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#held = Buffer.alloc(0);
  }
}
