/** A load towards a public address is asked for consent before the first probe leaves, not when the line has been idle for a while. */
import { isIPv6 } from 'node:net';
import { type LoadPlan, loadRequest } from '../../experiment/load/plan.ts';
import { specOf } from '../../library/spec.ts';
import { loadsOf } from '../../result/document/load.ts';
import { depart } from '../../run/client/plan/departure.ts';
import { resolveTarget } from '../../run/client/plan/resolve.ts';

/** @throws SockbenchError `own-network`, or where the target cannot be resolved */
export async function requireLoadConsent(plan: LoadPlan): Promise<void> {
  if (plan.target === null) return;
  const [first] = loadsOf(plan);
  const spec = specOf(loadRequest(plan, first!));
  const { bind, family } = spec;
  const wanted = family !== 0 || bind === null ? family : isIPv6(bind) ? 6 : 4;
  const address = await resolveTarget(plan.target, wanted);
  await depart(spec, address, spec.engine === 'portable' ? 'portable' : 'linux');
}
