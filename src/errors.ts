/** The one error class: what failed, where, why, and what to do. Said in any language from `code` and `details`. */
import { safeText } from './safe-text.ts';
// Not all words: every thread and process loads this.
import { errors } from './words/en/errors/errors.ts';
import type { Details, ErrorCode, Words } from './words/index.ts';

export class SockbenchError extends Error {
  override readonly name = 'SockbenchError';
  readonly code: ErrorCode;
  /** What was being done, such as `connect` or `bind`. */
  readonly operation: string;
  readonly details: Details;

  constructor(code: ErrorCode, operation: string, details: Details = {}, cause?: unknown) {
    super(errors[code](harmless(details)).message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.operation = operation;
    this.details = details;
  }

  get remedy(): string | null {
    return errors[this.code](harmless(this.details)).remedy;
  }

  /** One plain sentence and a remedy, in the language of `words`. */
  say(words: Words): string {
    const { message, remedy } = words.errors[this.code](harmless(this.details));
    return remedy === null ? message : `${message} ${remedy}`;
  }
}

/** Names of files, words of servers: what others chose goes into a sentence only as signs. */
const harmless = (details: Details): Details =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'string' ? safeText(value) : value,
    ]),
  );
