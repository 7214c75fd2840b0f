/** A fleet in virtual time, and what became of it. */
import type { CoordinatorOptions } from '../../src/fleet/coordinator/coordinator.ts';
import { VirtualCoordinator } from './virtual-coordinator.ts';
import { type AgentPlan, VirtualAgent } from './virtual-fleet.ts';
import { hubOn, SECOND, Timeline } from './virtual-time.ts';

export const named = (name: string, more: Partial<AgentPlan> = {}): AgentPlan => ({
  name,
  parts: [`${name}0`, `${name}1`],
  ...more,
});

export function fleetOf(
  plans: readonly AgentPlan[],
  options: Partial<CoordinatorOptions> & { key?: Uint8Array } = {},
) {
  const time = new Timeline();
  const hub = hubOn(time);
  const agents = plans.map((plan) => new VirtualAgent(time, hub.connect(), 'f', plan));
  const coordinator = new VirtualCoordinator(time, hub.connect(), { wanted: plans.length, ...options });
  const run = (limit = 60 * SECOND): boolean => time.run(() => coordinator.done, limit);
  return { time, hub, agents, coordinator, run };
}

export const began = ({ log }: VirtualAgent): number =>
  log.find(({ act }) => act === 'began')?.at ?? Number.NaN;

export const acts = ({ log }: VirtualAgent): string[] => log.map(({ act }) => act);
