/** A file that an option names, read whole, without ever holding more of it than is allowed. */
import { closeSync, openSync, readSync } from 'node:fs';
import { refuse } from '../options/values.ts';

/** @param allowed what the option takes, with the reason why this is none @throws SockbenchError `bad-option` */
export function readSmall(
  option: string,
  path: string,
  most: number,
  allowed: (reason: string) => string,
): Uint8Array {
  try {
    const fd = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(most + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length <= most; length += read)
        read = readSync(fd, bytes, length, bytes.length - length, null);
      return length > most ? refuse(option, path, allowed(`> ${most} B`)) : bytes.subarray(0, length);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || code === 'bad-option') throw error;
    return refuse(option, path, allowed(code));
  }
}
