/** Options of a run that contradict each other, or that belong to something which is not there. */
import type { Impairment } from '../../result/impairment.ts';
import type { Target } from '../../result/spec.ts';
import type { Words } from '../../words/index.ts';
import { linkOption } from './impairment.ts';
import type { RunOptions } from './run-options.ts';
import { clash } from './values.ts';

/** @throws SockbenchError `options-clash` */
export function requireCompatible(
  options: RunOptions,
  target: Target | null,
  impairment: Impairment | null,
  { cli: { allowed } }: Words,
): void {
  const { host = '', scheme } = target ?? {};
  if (impairment !== null && target !== null) clash(linkOption(options), host, allowed.noTarget);
  if (options.rate !== undefined && options.bitrate !== undefined)
    clash('--bitrate', '--rate', allowed.either);
  if (options.together === true && options.sequential === true)
    clash('--together', '--sequential', allowed.oneOrder);
  if (options.keyFile === undefined) return;
  if (target === null) clash('--key-file', allowed.ownServer, allowed.ownServerKnows);
  if (scheme === 'echo') clash('--key-file', 'echo://', allowed.plainEcho);
}
