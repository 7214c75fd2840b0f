/**
 * What telnet clients (PuTTY, Windows telnet) send between the letters (RFC 854): options are offered and asked for, and as
 * nobody answers, none is in force. Pure.
 */

const IAC = 255;
const SB = 250;
const SE = 240;
const WILL = 251;
const RETURN = 13;
const NEWLINE = 10;
/** Bytes of a subnegotiation, which nobody here has agreed to. */
const MOST_SUB = 1024;

export class Telnet {
  /** Something of it has come: the other side is a telnet client. */
  seen = false;
  #held: number[] = [];

  /** @returns the bytes without negotiation; a sequence that is not complete waits for the rest */
  push(chunk: Uint8Array): Uint8Array {
    if (!this.seen && this.#held.length === 0 && !chunk.includes(IAC)) return chunk;
    const bytes = this.#held.length === 0 ? chunk : Uint8Array.from([...this.#held, ...chunk]);
    this.#held = [];
    const data = new Uint8Array(bytes.length);
    let length = 0;
    for (let at = 0; at < bytes.length; ) {
      const taken = this.#sequence(bytes, at);
      if (taken === undefined) {
        this.#held = [...bytes.subarray(at)];
        break;
      }
      if (taken === 0 || this.#isData(bytes, at, taken)) data[length++] = this.#letter(bytes, at);
      at += Math.max(1, taken);
    }
    return data.subarray(0, length);
  }

  /** What was begun and never ended. */
  rest(): Uint8Array {
    const rest = Uint8Array.from(this.#held);
    this.#held = [];
    return rest;
  }

  /** @returns how many bytes at `at` belong to telnet; 0: it is a letter; undefined: that cannot be told yet */
  #sequence(bytes: Uint8Array, at: number): number | undefined {
    const first = bytes[at]!;
    if (first === RETURN && this.seen && at + 1 === bytes.length) return undefined;
    if (first !== IAC) return 0;
    const command = bytes[at + 1];
    if (command === undefined) return undefined;
    if (command >= WILL && command < IAC) {
      const option = bytes[at + 2];
      if (option === undefined) return undefined;
      // The end of a line is no option that anybody asks for.
      if (option === NEWLINE || option === RETURN) return 0;
      this.seen = true;
      return 3;
    }
    if (command === SB) return this.#sub(bytes, at);
    // Without an option before it, it is a letter of some other alphabet.
    return this.seen && command >= SE ? 2 : 0;
  }

  #sub(bytes: Uint8Array, at: number): number | undefined {
    for (let end = at + 2; end + 1 < bytes.length; end++) {
      if (bytes[end] !== IAC || bytes[end + 1] !== SE) continue;
      this.seen = true;
      return end + 2 - at;
    }
    return bytes.length - at > MOST_SUB ? 2 : undefined;
  }

  /** Twice IAC is the letter 255. */
  #isData(bytes: Uint8Array, at: number, taken: number): boolean {
    return taken === 2 && bytes[at + 1] === IAC;
  }

  /** The end of a line may be sent as carriage return and NUL. */
  #letter(bytes: Uint8Array, at: number): number {
    const before = at > 0 && bytes[at - 1] === RETURN;
    return this.seen && bytes[at] === 0 && before ? NEWLINE : bytes[at]!;
  }
}
