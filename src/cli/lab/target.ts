/** `lab … -- sockbench udp SERVER`: the lab's own server by its address is the lab's own server, whose link is known. */
import type { LabClient } from '../../run/lab/link/client.ts';
import { parseTarget } from '../options/target.ts';

/** @throws SockbenchError `bad-target` */
export function aimsAtLab(text: string | undefined, lab: LabClient): boolean {
  if (text === undefined) return false;
  const { scheme, host, port } = parseTarget(text);
  return scheme === 'sockbench' && lab.serves(host, port);
}
