/**
 * From the bytes of one connection to what a person is shown as one arrival: what came without a pause. TCP keeps no
 * messages apart, so three lines of one read are one arrival; where none has ended, a moment is waited for the rest, longer
 * where a letter has begun, and longest where somebody types key by key (telnet of Windows).
 */
import { beginsLetter, isKey } from '../../session/text/decoded.ts';
import { cutTo } from './cut.ts';

/** The most that is held; more is shown in parts. */
export const ARRIVAL_BYTES = 64 * 1024;
const QUIET_MS = 50;
/** A single key is perhaps the first of many. */
const FIRST_KEY_MS = 1000;
const NEXT_KEY_MS = 30_000;
const NEWLINE = 10;

export class Arrivals {
  readonly #take: (bytes: Buffer, typed: boolean) => void;
  #held: Buffer = Buffer.alloc(0);
  /** Keys in a row, and nothing else. */
  #keys = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param take gets all of an arrival, its newlines included; `typed`: key by key */
  constructor(take: (bytes: Buffer, typed: boolean) => void) {
    this.#take = take;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    clearTimeout(this.#timer);
    const first = this.#held.length === 0;
    const typing = first || this.#keys > 0;
    const keys = typing && isKey(chunk) ? this.#keys + 1 : 0;
    const lineOfKeys = this.#keys > 1 && chunk.at(-1) === NEWLINE;
    this.#held = Buffer.concat([this.#held, chunk]);
    while (this.#held.length > ARRIVAL_BYTES) this.#give(cutTo(this.#held, ARRIVAL_BYTES), false);
    if (this.#held.at(-1) === NEWLINE) {
      this.#give(this.#held, lineOfKeys);
      return;
    }
    this.#keys = keys;
    this.#timer = setTimeout(() => this.flush(), this.#patience());
  }

  #patience(): number {
    if (this.#keys > 1) return NEXT_KEY_MS;
    if (this.#keys === 1) return FIRST_KEY_MS;
    return beginsLetter(this.#held) > 0 ? 2 * QUIET_MS : QUIET_MS;
  }

  #give(bytes: Buffer, typed: boolean): void {
    this.#held = this.#held.subarray(bytes.length);
    this.#keys = 0;
    this.#take(bytes, typed);
  }

  /** Nothing more follows. */
  flush(): void {
    clearTimeout(this.#timer);
    if (this.#held.length > 0) this.#give(this.#held, this.#keys > 1);
  }
}
