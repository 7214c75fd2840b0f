/** `sockbench udp --loss 5% …`: the same command line once more, on the client's side of an emulated link. */

import type { RunSpec } from '../result/spec.ts';
import { launchLab, ownCommand } from '../run/lab/launch.ts';
import type { CliContext } from './context.ts';

/** What shows the contrast where nobody asked for a link. */
export const SUGGESTED = ['--loss', '5%', '--delay', '20ms'] as const;

/**
 * @param spec with an impairment, from a process that is not in a lab
 * @param draws a screen will be drawn inside
 * @param more options beyond those that were typed
 * @returns the exit status of the command inside, which has printed and saved everything itself
 * @throws SockbenchError `lab-…`
 */
export async function runInLab(
  spec: RunSpec,
  context: CliContext,
  draws: boolean,
  more: readonly string[] = [],
): Promise<number> {
  const endGuard = draws ? (await import('./screen/guard.ts')).startGuard() : () => {};
  try {
    return await launchLab({
      // The seed may have been drawn: inside it must be the same.
      command: ownCommand([...context.argv, ...more, '--seed', String(spec.seed)]),
      impairment: spec.impairment!,
      family: spec.family,
      engine: spec.engine,
    });
  } finally {
    endGuard();
  }
}
