/** Writing to what may make one wait: a pipe whose reader is slow, or has not come yet. It never waits in the system. */
import { constants, fstatSync, openSync, write as writeTo } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errnoOf } from './failure.ts';

const write = promisify(writeTo);

/** A reader that is started at the same moment may come a little later. */
const READER_COMES_MS = 1000;
/** Until a pipe that is full, or has no reader yet, is tried again. */
const AGAIN_MS = 10;

/**
 * Opening a named pipe waits for a reader, for ever if need be; asked not to wait, the system says that there is none.
 * @returns a descriptor
 * @throws ENXIO where none came within `patience` ms; an AbortError once `until` is aborted
 */
export async function openPipe(
  path: string,
  until?: AbortSignal,
  patience = READER_COMES_MS,
): Promise<number> {
  for (const end = performance.now() + patience; ; ) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (errnoOf(error) !== 'ENXIO' || performance.now() > end) throw error;
    }
    await sleep(AGAIN_MS, undefined, { signal: until });
  }
}

/**
 * A descriptor that was given may be one that makes a writer wait: a pipe is opened once more.
 * @returns the descriptor to write to, which is `fd` itself where that never makes one wait
 */
export const unhindered = async (fd: number, until?: AbortSignal): Promise<number> =>
  fstatSync(fd).isFIFO() ? openPipe(`/dev/fd/${fd}`, until) : fd;

/** @throws the system's error, or an AbortError once `until` is aborted: a reader may never take the rest */
export async function writeAll(fd: number, bytes: Uint8Array, until?: AbortSignal): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    until?.throwIfAborted();
    try {
      at += (await write(fd, bytes, at)).bytesWritten;
    } catch (error) {
      if (errnoOf(error) !== 'EAGAIN') throw error;
      await sleep(AGAIN_MS, undefined, { signal: until });
    }
  }
}
