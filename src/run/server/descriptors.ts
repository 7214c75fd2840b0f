/** How many file descriptors a server's flows and silent connections may have together. */
import { openFileLimit } from '../open-file-limit.ts';

/** @param reserve see ServerLimits. @returns Infinity where the system does not tell */
export function roomForFlows(reserve: number): number {
  const limit = openFileLimit() ?? Number.POSITIVE_INFINITY;
  return limit - Math.min(reserve, Math.floor(limit / 4));
}
