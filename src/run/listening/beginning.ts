/** The first bytes of a connection, held until they tell whose it is. */

/** ms: what looks like a beginning of ours and goes no further was somebody's text, even if it was a lone "S". */
const QUIET_MS = 200;
/** Where no keyboard has these bytes, they were more likely cut in two on their way. */
const UNLIKELY_MS = 2000;

const EMPTY = Buffer.alloc(0);

export interface BeginningOptions<Kind> {
  /** Whose bytes these are; `more`: they do not tell yet. */
  recognise(held: Buffer): Kind | 'more';
  /** Whether they may be text as well: then a short pause decides. */
  mayBeText(held: Buffer): boolean;
  /** What they are if they go no further. */
  otherwise(held: Buffer): Kind;
  /** Called once, with all that has come; also by a timer. */
  decided(kind: Kind, held: Buffer): void;
}

export class Beginning<Kind> {
  readonly #options: BeginningOptions<Kind>;
  #held: Buffer = EMPTY;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(options: BeginningOptions<Kind>) {
    this.#options = options;
  }

  push(chunk: Buffer): void {
    if (this.#over) return;
    clearTimeout(this.#timer);
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const kind = this.#options.recognise(this.#held);
    if (kind !== 'more') {
      this.#decide(kind as Kind);
      return;
    }
    const pause = this.#options.mayBeText(this.#held) ? QUIET_MS : UNLIKELY_MS;
    this.#timer = setTimeout(() => this.end(), pause);
  }

  /** Nothing more follows. @returns whether that decided */
  end(): boolean {
    const decides = !this.#over && this.#held.length > 0;
    if (decides) this.#decide(this.#options.otherwise(this.#held));
    return decides;
  }

  /** Nobody is interested any more. */
  drop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #decide(kind: Kind): void {
    this.drop();
    this.#options.decided(kind, this.#held);
  }
}
