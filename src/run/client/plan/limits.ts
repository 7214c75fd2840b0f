/** What stands in the way of a run, said before anything starts. */
import { SockbenchError } from '../../../errors.ts';
import { openFileLimit } from '../../open-file-limit.ts';

/** Files that the process needs beside its flows: libraries, workers, control connections, results. */
const OTHER_FILES = 100;

/** @throws SockbenchError `file-limit` */
export function requireOpenFiles(flows: number): void {
  const limit = openFileLimit();
  const needed = flows + OTHER_FILES;
  if (limit !== null && needed > limit) throw new SockbenchError('file-limit', 'start', { needed, limit });
}
