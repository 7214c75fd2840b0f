/** What all agents together offer to a public address needs consent, as the load of one machine does. */
import { SockbenchError } from '../../errors.ts';
import type { RunSpec } from '../../result/spec.ts';
import { depart } from '../../run/client/plan/departure.ts';
import { resolveTarget } from '../../run/client/plan/resolve.ts';

/** Only agents need to be able to find the target: where it is not found from here, each of them looks at its own share. */
export async function requireFleetConsent(spec: RunSpec): Promise<void> {
  if (spec.target === null || spec.ownNetwork) return;
  const address = await resolveTarget(spec.target, spec.family).catch((error: unknown) => {
    if (error instanceof SockbenchError) return undefined;
    throw error;
  });
  if (address !== undefined) await depart(spec, address, 'portable');
}
