/** How many file descriptors a server's flows and silent connections may have together. */
import { openFileLimit } from '../../open-file-limit.ts';

/** @param reserve see ServerLimits. @returns Infinity where the system does not tell */
export function roomForFlows(reserve: number): number {
  const limit = openFileLimit() ?? Number.POSITIVE_INFINITY;
  return limit - Math.min(reserve, Math.floor(limit / 4));
}

/** In mode connect, beside one for each client. */
const SPARE = { least: 16, most: 1024 };

/**
 * Connections that a session in mode connect may have open beside one for each client, so that all sessions together leave
 * half of the room to others. @param room see roomForFlows; @param sessions at once, at most
 */
export const spareConnections = (room: number, sessions: number): number =>
  Math.max(SPARE.least, Math.min(SPARE.most, Math.floor(room / (2 * sessions))));
