/** Why a thread or process of ours ended, as one of our errors: a mistake of ours, unless the system ran out of files. */
import { SockbenchError } from '../errors.ts';
import type { Details, ErrorCode } from '../words/index.ts';

/** Threads and processes tell their errors as text; the errno's name is in it. */
const NO_FILES = /\bE[MN]FILE\b/;
/** Errors that say only that something unforeseen happened, and give its text. */
const UNFORESEEN: ReadonlySet<ErrorCode> = new Set(['internal', 'worker-died', 'server-start', 'lab-failed']);

export function failureOf(
  code: ErrorCode,
  operation: string,
  details: Details,
  cause?: unknown,
): SockbenchError {
  const few = UNFORESEEN.has(code) && NO_FILES.test(String(details['reason']));
  return new SockbenchError(few ? 'few-files' : code, operation, few ? {} : details, cause);
}
