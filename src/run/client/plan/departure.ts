/** What is settled before anything is sent: the plans for this path, and whether they may and can be carried out. */
import { SockbenchError } from '../../../errors.ts';
import type { EngineName } from '../../../net/choose.ts';
import type { RunSpec } from '../../../result/spec.ts';
import { planTransport, runsTogether, type TransportPlan } from './effective.ts';
import { refuseIdleOptions } from './idle-options.ts';
import { offeredLoad, requireConsent, requirePossible } from './offered-load.ts';
import { type Path, pathTowards } from './path-mtu.ts';
import { isOwnNetwork } from './resolve.ts';

export interface Departure {
  readonly path: Path;
  readonly plans: readonly TransportPlan[];
  /** Transports that run at the same time, in order. */
  readonly groups: readonly (readonly TransportPlan[])[];
}

/** @throws SockbenchError where an option would do nothing, or cannot be had on this machine */
export async function requireOptions(spec: RunSpec, engine: EngineName): Promise<void> {
  refuseIdleOptions(spec, engine);
  const name = spec.congestionControl;
  if (name === null || engine !== 'linux') return;
  const [{ isKernel, openKernel }, { hasCongestionControl }] = await Promise.all([
    import('../../../net/linux/kernel/kernel.ts'),
    import('../../../net/linux/socket.ts'),
  ]);
  const kernel = await openKernel();
  if (isKernel(kernel) && !hasCongestionControl(kernel, name))
    throw new SockbenchError('no-congestion-control', 'open', { name });
}

/** @throws SockbenchError where the rate is none that can be sent, or may not be sent there without consent */
export async function depart(spec: RunSpec, address: string, engine: EngineName): Promise<Departure> {
  const path = await pathTowards(address, engine);
  const plans = spec.transports.map((transport) => planTransport(spec, transport, path));
  const groups = runsTogether(spec, plans) ? [plans] : plans.map((plan) => [plan]);
  for (const plan of plans) requirePossible(spec, plan);
  if (!spec.ownNetwork && !isOwnNetwork(address))
    requireConsent(
      address,
      groups.map((group) => group.map((plan) => offeredLoad(plan, path))),
    );
  return { path, plans, groups };
}
