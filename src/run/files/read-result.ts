/** A saved result from a file or standard input, without ever holding more of it than a result can be. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { SockbenchError } from '../../errors.ts';
import { LARGEST_RESULT, parseSaved, type Saved } from '../../result/document/codec.ts';
import type { RunResult } from '../../result/document/schema.ts';

/** What stands for standard input. */
export const STANDARD_INPUT = '-';

/** The runs of a file: one, or those of a series. @throws as {@link readSaved} */
export async function readRuns(path: string): Promise<{ file: string; result: RunResult }[]> {
  const { kind, document } = await readSaved(path);
  if (kind === 'result') return [{ file: path, result: document }];
  if (kind === 'repeat') return document.runs.map((result, at) => ({ file: `${path}#${at + 1}`, result }));
  throw new SockbenchError('result-other', 'read', { file: path, what: 'document', schema: document.schema });
}

/**
 * @param input what `-` stands for
 * @throws SockbenchError `not-readable`, or those of {@link parseSaved}
 */
export async function readSaved(path: string, input: Readable = process.stdin): Promise<Saved> {
  return parseSaved(await readBounded(path === STANDARD_INPUT ? input : createReadStream(path), path), path);
}

/** Reads one piece more than is allowed at most, whatever the file's size claims (a pipe, /dev/zero). */
async function readBounded(stream: Readable, file: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > LARGEST_RESULT) break;
    }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new SockbenchError('not-readable', 'read', { file, reason }, error);
  }
  return Buffer.concat(chunks, length);
}
