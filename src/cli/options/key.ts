/** The pre-shared key: from a file or the environment, never from the command line, where everyone could read it. */
import { closeSync, openSync, readSync } from 'node:fs';
import { SockbenchError } from '../../errors.ts';

/** A key that can be guessed protects nothing. */
const LEAST_BYTES = 16;
const MOST_BYTES = 4096;

/**
 * @param keyFile of `--key-file`; else SOCKBENCH_KEY of `env` is the key
 * @returns the key without a line end, or null where none is given
 * @throws SockbenchError `bad-key`, `large-key` or `unreadable-key`, which never contain the key
 */
export function readKey(
  keyFile: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Uint8Array | null {
  const source = keyFile ?? 'SOCKBENCH_KEY';
  const key = keyFile === undefined ? fromEnvironment(env['SOCKBENCH_KEY']) : fromFile(keyFile);
  if (key !== null && key.length < LEAST_BYTES)
    throw new SockbenchError('bad-key', 'read', { source, least: LEAST_BYTES });
  return key;
}

function fromEnvironment(text: string | undefined): Uint8Array | null {
  return text === undefined || text === '' ? null : Buffer.from(text, 'utf8');
}

function fromFile(source: string): Uint8Array {
  const content = beginningOf(source);
  if (content.length > MOST_BYTES)
    throw new SockbenchError('large-key', 'read', { source, most: MOST_BYTES });
  let end = content.length;
  while (end > 0 && (content[end - 1] === 10 || content[end - 1] === 13)) end--;
  return content.subarray(0, end);
}

/** At most one byte more than a key may have: a pipe or a device may never end. */
function beginningOf(source: string): Uint8Array {
  let file: number | undefined;
  try {
    file = openSync(source, 'r');
    const content = Buffer.alloc(MOST_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < content.length; length += read)
      read = readSync(file, content, length, content.length - length, null);
    return content.subarray(0, length);
  } catch (cause) {
    throw new SockbenchError('unreadable-key', 'read', { source }, cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
