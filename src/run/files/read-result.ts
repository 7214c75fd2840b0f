/** A saved result from a file, without ever holding more of it than a result can be. */
import { open } from 'node:fs/promises';
import { SockbenchError } from '../../errors.ts';
import { LARGEST_RESULT, parseResult } from '../../result/codec.ts';
import type { RunResult } from '../../result/schema.ts';

/** @throws SockbenchError `not-readable`, or those of {@link parseResult} */
export async function readResult(path: string): Promise<RunResult> {
  return parseResult(await readBounded(path), path);
}

/** Reads one byte more than is allowed at most, whatever the file's size claims (a pipe, /dev/zero). */
async function readBounded(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const chunks: Buffer[] = [];
      let length = 0;
      while (length <= LARGEST_RESULT) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(1 << 20), 0, 1 << 20, null);
        if (bytesRead === 0) break;
        chunks.push(buffer.subarray(0, bytesRead));
        length += bytesRead;
      }
      return Buffer.concat(chunks, length);
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new SockbenchError('not-readable', 'read', { file: path, reason }, error);
  }
}
