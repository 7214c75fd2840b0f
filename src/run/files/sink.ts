/** Bytes to a descriptor, written behind the back of whoever has them: that one never waits, and nothing it does is lost. */
import { fsync as fsyncOf } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { SockbenchError } from '../../errors.ts';
import { errnoOf, notSaved } from './failure.ts';
import { writeAll } from './waiting.ts';

const fsync = promisify(fsyncOf);

/** Bytes that may wait for a disk or a reader. */
const MOST_WAITING = 256 * 2 ** 20;
/** Bytes of one call. */
const PIECE = 2 ** 16;
/** Without a byte taken, at the end. */
const PATIENCE_MS = 10_000;

const NOTHING_TO_SYNC: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EROFS']);

export class Sink {
  readonly #fd: number;
  readonly #file: string;
  readonly #most: number;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #writing: Promise<void> | undefined;
  #stop = new AbortController();
  #failure: SockbenchError | undefined;

  /** @param file its name, for the messages */
  constructor(fd: number, file: string, most = MOST_WAITING) {
    this.#fd = fd;
    this.#file = file;
    this.#most = most;
  }

  /** Why the rest is missing; undefined: nothing is. */
  get failure(): SockbenchError | undefined {
    return this.#failure;
  }

  write(bytes: Uint8Array): void {
    if (this.#failure !== undefined) return;
    this.#bytes += bytes.length;
    if (this.#bytes > this.#most) {
      this.giveUp();
      return;
    }
    this.#waiting.push(bytes);
    this.#writing ??= this.#write();
  }

  /** Its reader takes no more. */
  giveUp(): void {
    this.#failure ??= new SockbenchError('reader-stuck', 'save', { file: this.#file });
    this.#stop.abort();
  }

  /** Everything is written, or the reader has taken nothing for ten seconds. */
  async end(patience = PATIENCE_MS): Promise<void> {
    let left = this.#bytes;
    while (this.#writing !== undefined) {
      const ended = new AbortController();
      const wait = sleep(patience, undefined, { signal: ended.signal }).catch(() => {});
      await Promise.race([this.#writing.finally(() => ended.abort()), wait]);
      if (this.#writing !== undefined && this.#bytes === left) this.giveUp();
      left = this.#bytes;
    }
    if (this.#failure === undefined) await this.#sync();
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const piece = this.#next();
        await writeAll(this.#fd, piece, this.#stop.signal);
        this.#bytes -= piece.length;
      }
    } catch (error) {
      this.#failure ??= notSaved(error, this.#file);
      this.#waiting = [];
    }
    this.#writing = undefined;
  }

  #next(): Uint8Array {
    let bytes = 0;
    let count = 0;
    while (count < this.#waiting.length && bytes < PIECE) bytes += this.#waiting[count++]!.length;
    return Buffer.concat(this.#waiting.splice(0, count));
  }

  /** A disk may find out now that it is full; a pipe has nothing to sync. */
  async #sync(): Promise<void> {
    try {
      await fsync(this.#fd);
    } catch (error) {
      if (!NOTHING_TO_SYNC.has(errnoOf(error))) this.#failure = notSaved(error, this.#file);
    }
  }
}
