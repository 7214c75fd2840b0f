/**
 * Built runs in this process: of the library, for what is said of figures (the line is read as the command reads it), and of
 * the command, for what it prints and how it ends. Threads stay for the next run, so only the first of its kind rehearses.
 */
import { Command } from '@commander-js/extra-typings';
import { expect } from 'vitest';
import type { CliContext } from '../../src/cli/context.ts';
import { addRunOptions, type RunOptions } from '../../src/cli/options/run-options.ts';
import type * as Program from '../../src/cli/program.ts';
import { askedFrom } from '../../src/cli/run/asked.ts';
import type * as Library from '../../src/library/run.ts';
import type { RunResult } from '../../src/result/document/schema.ts';
import type { RunSpec } from '../../src/result/spec.ts';
import type { Transport } from '../../src/units.ts';
import { wordsFor } from '../../src/words/index.ts';
import { type Typed, typedTo } from '../cli/typed.ts';
import { ROOT, requireSound, words } from './command.ts';

// Modules beside each other, which share the threads.
const { run } = (await import(`${ROOT}dist/library/run.js`)) as typeof Library;
const { main } = (await import(`${ROOT}dist/cli/program.js`)) as typeof Program;

const TRANSPORTS: Readonly<Record<string, readonly Transport[]>> = {
  tcp: ['tcp'],
  udp: ['udp'],
  compare: ['tcp', 'udp'],
};
const context = {
  words: wordsFor('en'),
  language: 'en',
  version: '0.0.0',
  argv: [],
  env: {},
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
} satisfies CliContext;

/** A run that completes: its document, valid by the published schema, and with an accounting that adds up. */
export async function measuredHere(line: string): Promise<RunResult> {
  const result = await completedHere(line);
  requireSound(result);
  return result;
}

/** One that fills its path: on a busy machine some of a stream is still on its way when nobody waits any longer. */
export async function completedHere(line: string): Promise<RunResult> {
  const result = await ranHere(line);
  expect(result.ending, JSON.stringify(result.ending)).toEqual({ status: 'completed' });
  return result;
}

/** What the command would ask of a run. */
export function specOf(line: string): RunSpec {
  const [name, ...typed] = words(line);
  const transports = TRANSPORTS[name!]!;
  const command: Command = new Command(name).exitOverride();
  command.argument('[target]');
  addRunOptions(command, transports, context);
  command.parse(typed, { from: 'user' });
  const { spec } = askedFrom(transports, command.args[0], command.opts() as RunOptions, context);
  return spec;
}

export const begunHere = (line: string): Library.RunHandle => run(specOf(line));

/** The document of a run, however it ended. */
export const ranHere = async (line: string): Promise<RunResult> =>
  JSON.parse(JSON.stringify(await begunHere(line).result)) as RunResult;

/** As for commands in processes of their own. */
const ENV = { LC_ALL: 'C.UTF-8', SOCKBENCH_KEY: '', SOCKBENCH_STARTED_AS: 'sockbench' } as const;

/** A command without a lab, which would be entered by this process's own command line; one at a time. */
export async function commandHere(...argv: string[]): Promise<Typed> {
  const before = { ...process.env };
  Object.assign(process.env, ENV);
  try {
    return await typedTo(main, argv);
  } finally {
    for (const name of Object.keys(ENV)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
