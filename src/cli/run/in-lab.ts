/** `sockbench udp --loss 5% …`: the same command line once more, on the client's side of an emulated link. */

import { SockbenchError } from '../../errors.ts';
import type { RunSpec } from '../../result/spec.ts';
import { launchLab, ownCommand } from '../../run/lab/launch.ts';
import type { CliContext } from '../context.ts';

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
  spec: Pick<RunSpec, 'impairment' | 'seed' | 'family' | 'engine' | 'congestionControl'>,
  context: CliContext,
  draws: boolean,
  more: readonly string[] = [],
): Promise<number> {
  const endGuard = draws ? (await import('../screen/guard.ts')).startGuard() : () => Promise.resolve();
  let asFound = true;
  try {
    return await launchLab({
      // The seed may have been drawn: inside it must be the same.
      command: ownCommand([...context.argv, ...more, '--seed', String(spec.seed)]),
      impairment: spec.impairment!,
      family: spec.family,
      engine: spec.engine,
      congestionControl: spec.congestionControl,
    });
  } catch (error) {
    // Everything inside is dead, and the screen with it: it is left before anything is said.
    asFound = !(error instanceof SockbenchError && error.code === 'lab-ended');
    throw error;
  } finally {
    await endGuard(asFound);
  }
}
