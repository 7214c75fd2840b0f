/** What an attack is, and how much of it: a share in each test run, all of it by `npm run attack`. */
import type { Callers } from './callers.ts';
import type { Kind } from './subject.ts';

export const FULL = process.env['SOCKBENCH_ATTACK'] === 'full';

export interface Attack {
  readonly name: string;
  readonly on: readonly Kind[];
  /** Why it cannot be tried here. */
  readonly missing?: string | undefined;
  /** Goes on for as long as it takes. */
  run(callers: Callers, port: number): Promise<void>;
  /** Datagrams of strangers: none is answered with more than came. */
  readonly datagrams?: boolean;
}

/** So many in a test run; by script fifty times as many. */
export const many = (few: number): number => (FULL ? few * 50 : few);

/** In rounds, so that sockets and buffers of the attacker's own do not run out. */
export async function inRounds(
  total: number,
  each: number,
  round: (count: number) => Promise<void>,
): Promise<void> {
  for (let left = total; left > 0; left -= each) await round(Math.min(left, each));
}
