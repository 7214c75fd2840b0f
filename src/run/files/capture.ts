/**
 * An output that is written while something else goes on: opened before that starts, so that what stands in the way is said
 * in time; readable for its owner alone, because it holds what others sent.
 */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { notSaved } from './failure.ts';
import { type Place, placeOf, type Wish } from './place.ts';
import { giveName, temporaryBeside } from './temporary.ts';
import { openPipe, unhindered } from './waiting.ts';

const PRIVATE = 0o600;

export class Capture {
  /** As it was asked for. */
  readonly file: string;
  /** Open for writing; whoever writes never waits for a reader. */
  readonly fd: number;
  readonly #place: Place;
  /** Under which name it waits for its own. */
  #temporary: string | undefined;

  /**
   * @param head its first bytes: what cannot take these cannot take the rest
   * @throws SockbenchError `file-exists`, `no-folder`, `disk-full`, `no-reader` …
   */
  static async open(file: string, wish: Wish, head: Uint8Array): Promise<Capture> {
    const place = placeOf(file, wish);
    let capture: Capture | undefined;
    try {
      const temporary = isNew(place) ? temporaryBeside(place.path) : undefined;
      capture = new Capture(file, place, await opened(place, temporary), temporary);
      if (head.length > 0) writeSync(capture.fd, head);
      return capture;
    } catch (error) {
      capture?.close();
      throw notSaved(error, file);
    }
  }

  private constructor(file: string, place: Place, fd: number, temporary: string | undefined) {
    this.file = file;
    this.fd = fd;
    this.#place = place;
    this.#temporary = temporary;
  }

  /** What it is written for begins: it gets its name. @throws SockbenchError `file-exists` where that was taken meanwhile */
  async begin(): Promise<void> {
    const temporary = this.#temporary;
    if (temporary === undefined || !isNew(this.#place)) return;
    try {
      if (this.#place.kind === 'file') renameSync(temporary, this.#place.path);
      else await giveName(temporary, this.#place.path);
      this.#temporary = undefined;
    } catch (error) {
      throw notSaved(error, this.file);
    }
  }

  /** This process has done with it. What never began leaves nothing behind. */
  close(): void {
    if (this.#place.kind !== 'open' || this.#place.fd !== this.fd) closeSync(this.fd);
    if (this.#temporary !== undefined) unlinkSync(this.#temporary);
    this.#temporary = undefined;
  }
}

const isNew = (place: Place): place is Extract<Place, { kind: 'free' | 'file' }> =>
  place.kind === 'free' || place.kind === 'file';

function opened(place: Place, temporary: string | undefined): Promise<number> | number {
  if (place.kind === 'open') return unhindered(place.fd);
  if (place.kind === 'pipe') return openPipe(place.path);
  if (temporary !== undefined) return openSync(temporary, 'wx', PRIVATE);
  const flags = constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;
  const fd = openSync(place.path, flags);
  // An empty file that was there may be open to everybody.
  if (fstatSync(fd).isFile()) fchmodSync(fd, PRIVATE);
  return fd;
}
