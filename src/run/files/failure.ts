/** What the system says about a file, as one of our errors. */
import { SockbenchError } from '../../errors.ts';
import type { ErrorCode } from '../../words/index.ts';

export function errnoOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return name === 'AbortError' ? 'ABORT_ERR' : (code ?? '');
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  EEXIST: 'file-exists',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  ENXIO: 'no-reader',
  EISDIR: 'is-folder',
  ENOENT: 'no-folder',
  ENOTDIR: 'no-folder',
  EPIPE: 'reader-gone',
  EAGAIN: 'reader-stuck',
  // Somebody lost patience with a reader.
  ABORT_ERR: 'reader-stuck',
};

/** @param file as it was asked for */
export function notSaved(error: unknown, file: string): SockbenchError {
  if (error instanceof SockbenchError) return error;
  const reason = errnoOf(error) || String(error);
  return new SockbenchError(CODES[reason] ?? 'not-writable', 'save', { file, reason }, error);
}

/** The same for what the system has not been asked. */
export const refused = (errno: string, file: string): SockbenchError => notSaved({ code: errno }, file);
