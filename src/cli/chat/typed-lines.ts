/**
 * Lines of standard input, whatever that is: a person, a script, or something without any end. They are read ahead, so that
 * the end is known before all have been said, and no more than a bounded amount of them.
 */
import { type LineProblem, Lines } from '../../session/chat/language/lines.ts';

/** Characters that wait, above which nothing more is read until half of them have gone. */
const MOST_WAITING = 2 ** 20;

export class TypedLines {
  readonly #input: NodeJS.ReadStream;
  readonly #lines: Lines;
  readonly #waiting: string[] = [];
  #characters = 0;
  #wake = (): void => {};
  /** Nothing more comes. */
  ended = false;
  /** It was no lines at all. */
  broken = false;

  /** @param most bytes of a line; @param problem told of what is no such line, and is left out */
  constructor(input: NodeJS.ReadStream, most: number, problem: (problem: LineProblem) => void) {
    this.#input = input;
    this.#lines = new Lines(
      most,
      (line) => this.#came(line),
      (what) => {
        if (what === 'endless') this.#break();
        problem(what);
      },
    );
    const end = (): void => {
      if (!this.ended) this.#lines.end();
      this.ended = true;
      this.#wake();
    };
    input.on('data', (chunk: Buffer | string) => this.#read(chunk));
    input.on('end', end);
    // A terminal that has closed.
    input.on('error', end);
  }

  /** Lines that were typed and not taken. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when there is a line to take, or nothing more comes. @returns whether there is one */
  async some(): Promise<boolean> {
    while (this.#waiting.length === 0 && !this.ended)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#waiting.length > 0;
  }

  /** The next one, of {@link some}. */
  take(): string {
    const line = this.#waiting.shift()!;
    this.#characters -= line.length + 1;
    if (this.#characters < MOST_WAITING / 2 && !this.ended) this.#input.resume();
    return line;
  }

  close(): void {
    this.#input.destroy();
  }

  #read(chunk: Buffer | string): void {
    if (this.broken) return;
    this.#lines.push(Buffer.from(chunk));
    if (this.#characters > MOST_WAITING) this.#input.pause();
  }

  #came(line: string): void {
    this.#waiting.push(line);
    // An empty line takes memory, too.
    this.#characters += line.length + 1;
    this.#wake();
  }

  #break(): void {
    this.broken = true;
    this.ended = true;
    this.#input.pause();
    this.#wake();
  }
}
