/** `s` on the screen: the result goes to a file, at once where it is known, else when the run has ended. */
import { access } from 'node:fs/promises';
import { SockbenchError } from '../../errors.ts';
import { resultJson } from '../../present/export/json.ts';
import type { RunResult } from '../../result/document/schema.ts';
import { writeWhole } from '../../run/files/whole.ts';
import type { CliContext } from '../context.ts';

export interface Saving {
  readonly file: string;
  /** false: it will be written when the run has ended. */
  readonly written: boolean;
}

/** Of a run that is still going on nothing can be saved that would add up; what is asked for is kept in mind. */
export class SaveKey {
  readonly #name: string;
  /** Asked for by `--output`, and written there by whoever writes all the files. */
  readonly #output: string | undefined;
  #file: string | undefined;
  #result: RunResult | undefined;
  #writing: Promise<void> | undefined;

  /** @param name of the command, for the file's */
  constructor(name: string, output: string | undefined) {
    this.#name = name;
    this.#output = output;
  }

  /** @throws SockbenchError where the file cannot be written */
  async press(): Promise<Saving> {
    if (this.#output !== undefined) return { file: this.#output, written: false };
    this.#file ??= await freeName(this.#name);
    await this.#write();
    return { file: this.#file, written: this.#writing !== undefined };
  }

  /** The run has ended. */
  known(result: RunResult): void {
    this.#result = result;
    // Its failure is told at the end.
    this.#write().catch(() => {});
  }

  #write(): Promise<void> {
    if (this.#file === undefined || this.#result === undefined) return Promise.resolve();
    this.#writing ??= writeWhole(this.#file, resultJson(this.#result));
    return this.#writing;
  }

  /** Says where it was saved. @returns false where it was asked for and could not be written */
  async finish({ stderr, words }: CliContext): Promise<boolean> {
    if (this.#writing === undefined) return true;
    try {
      await this.#writing;
      stderr.write(`${words.cli.status.saved(this.#file!)}\n`);
      return true;
    } catch (error) {
      if (!(error instanceof SockbenchError)) throw error;
      stderr.write(`sockbench: ${error.say(words)}\n`);
      return false;
    }
  }
}

/** `sockbench-udp-20260131-142501.json`, in the current folder; with a number where that is taken. */
async function freeName(name: string): Promise<string> {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  const stem = `sockbench-${name}-${local.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`;
  for (let at = 1; ; at++) {
    const file = at === 1 ? `${stem}.json` : `${stem}-${at}.json`;
    if (
      !(await access(file).then(
        () => true,
        () => false,
      ))
    )
      return file;
  }
}
