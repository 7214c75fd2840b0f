/** The pre-shared key: from a file or the environment, never from the command line, where everyone could read it. */
import { readFileSync } from 'node:fs';
import { SockbenchError } from '../../errors.ts';

/** A key that can be guessed protects nothing. */
const LEAST_BYTES = 16;

/**
 * @param keyFile of `--key-file`; else SOCKBENCH_KEY of `env` is the key
 * @returns the key without a line end, or null where none is given
 * @throws SockbenchError `bad-key`, which never contains the key
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

function fromFile(name: string): Uint8Array {
  try {
    const content = readFileSync(name);
    let end = content.length;
    while (end > 0 && (content[end - 1] === 10 || content[end - 1] === 13)) end--;
    return content.subarray(0, end);
  } catch (cause) {
    throw new SockbenchError('unreadable-key', 'read', { source: name }, cause);
  }
}
