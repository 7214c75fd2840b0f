/** From the bytes of a connection to lines of text. What breaks the bounds is told once, and the line is thrown away. */
import { isUtf8 } from 'node:buffer';
import { decoded, type Encoding, edited } from '../../text/decoded.ts';

export type LineProblem = 'line-long' | 'not-utf8' | 'endless';

const NEWLINE = 10;
const RETURN = 13;
/** Bytes thrown away without a newline before the connection is given up. */
const ENDLESS = 2 ** 20;

export class Lines {
  readonly #most: number;
  readonly #line: (text: string) => void;
  readonly #problem: (problem: LineProblem) => void;
  readonly #foreign: ((encoding: Encoding) => void) | undefined;
  #held: Uint8Array = new Uint8Array(0);
  /** Bytes of the line that is being thrown away; -1: none is. */
  #thrown = -1;

  /**
   * @param most bytes of a line without its end
   * @param foreign a line of a terminal or of somebody's program: it is taken for what it probably is, which is told; without,
   * nothing but UTF-8 is taken
   */
  constructor(
    most: number,
    line: (text: string) => void,
    problem: (problem: LineProblem) => void,
    foreign?: (encoding: Encoding) => void,
  ) {
    this.#foreign = foreign;
    this.#most = most;
    this.#line = line;
    this.#problem = problem;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      const end = chunk.indexOf(NEWLINE, at);
      const part = chunk.subarray(at, end === -1 ? chunk.length : end);
      this.#take(part, end !== -1);
      at = end === -1 ? chunk.length : end + 1;
    }
  }

  /** Part of a line has come, and not its end. */
  get waiting(): boolean {
    return this.#held.length > 0;
  }

  /** Nothing more follows: what was said last may lack its newline. */
  end(): void {
    const held = this.#held;
    this.#held = new Uint8Array(0);
    if (held.length > 0) this.#decode(held);
  }

  #take(part: Uint8Array, ends: boolean): void {
    if (this.#thrown >= 0) {
      this.#throw(part.length, ends);
    } else if (this.#held.length + part.length > this.#most + 1) {
      this.#held = new Uint8Array(0);
      this.#problem('line-long');
      this.#throw(part.length, ends);
    } else {
      const whole = this.#held.length === 0 ? part : joined(this.#held, part);
      if (ends) {
        this.#held = new Uint8Array(0);
        this.#decode(whole);
      } else this.#held = whole === part ? part.slice() : whole;
    }
  }

  #throw(bytes: number, ends: boolean): void {
    const before = Math.max(0, this.#thrown);
    this.#thrown = ends ? -1 : before + bytes;
    if (before <= ENDLESS && this.#thrown > ENDLESS) this.#problem('endless');
  }

  #decode(bytes: Uint8Array): void {
    const end = bytes.at(-1) === RETURN ? bytes.length - 1 : bytes.length;
    if (end > this.#most) {
      this.#problem('line-long');
      return;
    }
    const { text, encoding } = decoded(bytes.subarray(0, end));
    const known = encoding === 'utf-8' && isUtf8(bytes.subarray(0, end));
    if (!known && (this.#foreign === undefined || encoding === 'bytes')) {
      this.#problem('not-utf8');
      return;
    }
    if (encoding !== 'utf-8') this.#foreign?.(encoding);
    this.#line(this.#foreign === undefined ? text : edited(text));
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
