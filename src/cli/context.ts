/** What a command gets from the process it runs in: nothing below the command line reads these by itself. */
import type { Language, Words } from '../words/index.ts';

export interface CliContext {
  readonly words: Words;
  readonly language: Language;
  readonly version: string;
  /** The command line as typed, without the interpreter and the script. */
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Exit statuses of every command (contract). */
export const EXIT = { done: 0, failed: 1, misuse: 2, assertion: 3, interrupted: 130 } as const;

/** Ends the command with a status, after its own message was printed. */
export class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`exit ${status}`);
    this.status = status;
  }
}
