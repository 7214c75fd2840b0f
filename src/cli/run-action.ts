import type { Transport } from '../units.ts';
import type { CliContext } from './context.ts';
import type { RunOptions } from './options/run-options.ts';
import { specFrom } from './options/spec.ts';

/** Runs, shows, saves and judges; ends with the exit status of the contract. */
export async function runAction(
  transports: readonly Transport[],
  target: string | undefined,
  options: RunOptions,
  context: CliContext,
): Promise<void> {
  const spec = specFrom(transports, target, options, null, context.words);
  context.stdout.write(`${JSON.stringify(spec)}\n`);
}
