/** A run is told apart by what it is: its start, its seed and what was measured; not by the name of a file. */
import { createHash } from 'node:crypto';
import type { RunResult } from '../document/schema.ts';
import type { Run } from './comparison.ts';

/** Each run once, in the order given. */
export function distinct(runs: readonly Run[]): Run[] {
  const seen = new Set<string>();
  return runs.filter(({ result }) => {
    const own = fingerprint(result);
    return !seen.has(own) && seen.add(own);
  });
}

/** A run that was saved with its packets and without them, or with other asserts, is the same. */
function fingerprint({ startedAt, spec, transports }: RunResult): string {
  const measured = transports.map(({ link, ...rest }) => [rest, link === null ? null : [link.up, link.down]]);
  const content = createHash('sha256').update(JSON.stringify(measured)).digest('hex');
  return `${startedAt} ${spec.seed} ${content}`;
}
