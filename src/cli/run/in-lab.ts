/** `sockbench udp --loss 5% …`: the same command line once more, on the client's side of an emulated link. */

import { SockbenchError } from '../../errors.ts';
import type { RunSpec } from '../../result/spec.ts';
import { launchLab, ownCommand } from '../../run/lab/launch.ts';
import type { CliContext } from '../context.ts';

/** What shows the contrast where nobody asked for a link. */
export const SUGGESTED = ['--loss', '5%', '--delay', '20ms'] as const;

export interface InLab {
  /** A screen will be drawn inside. */
  readonly draws: boolean;
  /** See `LabOptions.sessions`. */
  readonly sessions: number;
  /** What it shows first, until it is there; undefined: nothing. */
  readonly first?: RunSpec;
  /** Options beyond those that were typed. */
  readonly more?: readonly string[];
}

/**
 * @param spec with an impairment, from a process that is not in a lab
 * @returns the exit status of the command inside, which has printed and saved everything itself
 * @throws SockbenchError `lab-…`
 */
export async function runInLab(
  spec: Pick<RunSpec, 'impairment' | 'seed' | 'family' | 'engine' | 'congestionControl'>,
  context: CliContext,
  { draws, sessions, first, more = [] }: InLab,
): Promise<number> {
  const endGuard = draws ? (await import('../screen/guard.ts')).startGuard() : () => Promise.resolve();
  const over =
    first === undefined
      ? () => {}
      : (await import('../screen/first.ts')).openFirst(first, context, () => endGuard(true));
  let stands = false;
  let asFound = true;
  try {
    return await launchLab({
      // The seed may have been drawn: inside it must be the same.
      command: ownCommand([...context.argv, ...more, '--seed', String(spec.seed)]),
      early: true,
      sessions,
      impairment: spec.impairment!,
      family: spec.family,
      engine: spec.engine,
      congestionControl: spec.congestionControl,
      // From now on the screen is the command's.
      ready: () => {
        stands = true;
      },
      // Before it had taken the screen over, or with it.
      killed: () => {
        stands = false;
      },
    });
  } catch (error) {
    // Everything inside is dead, and the screen with it: it is left before anything is said.
    asFound = !(error instanceof SockbenchError && error.code === 'lab-ended');
    throw error;
  } finally {
    over(stands);
    await endGuard(asFound);
  }
}
