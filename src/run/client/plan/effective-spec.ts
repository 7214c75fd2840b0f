/** What is really done, for the result: the plans of all transports in the words of the spec. Pure. */
import type { ChosenEngine } from '../../../net/choose.ts';
import type { SocketState } from '../../../net/port.ts';
import type { EffectiveSpec, RunSpec } from '../../../result/spec.ts';
import { asGiven } from '../../sockets.ts';
import { LONGEST_COUNT_RUN, type TransportPlan } from './effective.ts';

/**
 * @param plans as granted, where they have been
 * @param usualCongestion control of TCP that asks for none; null: nobody knows
 * @param given what the system made of a socket's options, where that was read back
 */
export function effectiveOf(
  spec: RunSpec,
  plans: readonly TransportPlan[],
  engine: ChosenEngine,
  more: Pick<EffectiveSpec, 'together' | 'limited' | 'serverAddress' | 'serverSockets'>,
  given: SocketState | null,
  usualCongestion: string | null,
): EffectiveSpec {
  const first = plans[0]!;
  const of = <T>(value: (plan: TransportPlan) => T): Record<string, T> =>
    Object.fromEntries(plans.map((plan) => [plan.transport, value(plan)]));
  const duration = Math.min(...plans.map((plan) => plan.duration));
  const paced = plans.every(({ rate, mode }) => typeof rate === 'number' && mode !== 'connect');
  return {
    ...spec,
    ...asGiven(spec, given),
    congestionControl: given?.congestionControl ?? spec.congestionControl ?? usualCongestion,
    clients: first.clients,
    threads: Math.min(spec.threads, first.clients),
    rate: of(({ rate }) => rate),
    // A rate is the quotient of a bitrate: not to the last of its digits.
    bitrate: paced ? of(({ rate, size }) => Number(((rate as number) * size * 8).toPrecision(12))) : null,
    size: of(({ size }) => size),
    duration: spec.duration === null && duration === LONGEST_COUNT_RUN ? null : duration,
    warmup: Math.min(...plans.map(({ warmup }) => warmup)),
    engine: engine.engine,
    engineReason: engine.detail === '' ? engine.reason : `${engine.reason}: ${engine.detail}`,
    ...more,
  };
}
