/**
 * A run of the built library in this process, for what is said of its figures and not of the command: the line is read as
 * the command reads it. Threads stay for the next run, so only the first of its kind rehearses.
 */
import { Command } from '@commander-js/extra-typings';
import { expect } from 'vitest';
import type { CliContext } from '../../src/cli/context.ts';
import { addRunOptions, type RunOptions } from '../../src/cli/options/run-options.ts';
import { askedFrom } from '../../src/cli/run/asked.ts';
import type * as Library from '../../src/index.ts';
import type { RunResult } from '../../src/result/document/schema.ts';
import type { Transport } from '../../src/units.ts';
import { wordsFor } from '../../src/words/index.ts';
import { ROOT, requireSound, words } from './command.ts';

const { run } = (await import(`${ROOT}dist/index.js`)) as typeof Library;

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
  const [name, ...typed] = words(line);
  const transports = TRANSPORTS[name!]!;
  const command: Command = new Command(name).exitOverride();
  command.argument('[target]');
  addRunOptions(command, transports, context);
  command.parse(typed, { from: 'user' });
  const { spec } = askedFrom(transports, command.args[0], command.opts() as RunOptions, context);
  const result = JSON.parse(JSON.stringify(await run(spec).result)) as RunResult;
  expect(result.ending, JSON.stringify(result.ending)).toEqual({ status: 'completed' });
  requireSound(result);
  return result;
}
