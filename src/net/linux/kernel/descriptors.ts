/**
 * Which descriptors a thread has open, in memory that another thread sees: a thread that dies closes nothing, and somebody
 * else must. A bit is set after its descriptor was opened and cleared before it is closed, so that a death in between
 * leaves one open, and never closes a number that has become someone else's.
 */

/** Beyond the usual hard limit of a process; higher ones are not kept. */
const MOST = 2 ** 20;

export class Descriptors {
  readonly memory: SharedArrayBuffer;
  readonly #bits: Int32Array;

  /** @param memory of another thread's, to look at the same */
  constructor(memory = new SharedArrayBuffer(MOST / 8)) {
    this.memory = memory;
    this.#bits = new Int32Array(memory);
  }

  /** To be called once `fd` is open, or handed over to this thread. */
  opened(fd: number): void {
    if (fd < MOST) Atomics.or(this.#bits, fd >>> 5, 1 << (fd & 31));
  }

  /** To be called before `fd` is closed. */
  closing(fd: number): void {
    if (fd < MOST) Atomics.and(this.#bits, fd >>> 5, ~(1 << (fd & 31)));
  }

  /** What is open; to be asked of a thread that has ended. */
  left(): number[] {
    const left: number[] = [];
    this.#bits.forEach((word, at) => {
      for (let bit = 0; word !== 0 && bit < 32; bit++)
        if ((word & (1 << bit)) !== 0) left.push(at * 32 + bit);
    });
    return left;
  }
}
