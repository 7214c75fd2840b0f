/** A whole run divided among agents: exactly, so that their shares add up to what was asked for. Pure. */
import { SockbenchError } from '../errors.ts';
import type { RunSpec, Target } from '../result/spec.ts';
import { planTransport } from '../run/client/plan/effective.ts';
import { shareOf } from '../run/client/plan/share.ts';
import type { Task } from './protocol/messages.ts';

/** Seeds are 32 bits wide. */
const SEEDS = 2 ** 32;

/**
 * @param spec of the whole
 * @param target as the agents find it
 * @throws SockbenchError `fleet-share` where an agent would have nothing to do
 */
export function tasksOf(spec: RunSpec, target: Target, agents: number): Task[] {
  const { clients, count } = spec;
  if (clients < agents) refuse('--clients', clients, agents);
  const rate = rateOf(spec);
  const whole = { clients, rate, count: count ?? Number.POSITIVE_INFINITY };
  const shares = Array.from({ length: agents }, (_, at) => shareOf(whole, at, agents));
  if (count !== null && shares.some((share) => share.count < 1)) refuse('--count', count, agents);
  const generators = shares.map((share) => Math.min(spec.threads, share.clients));
  const before = generators.map((_, at) => sum(generators.slice(0, at)));
  return shares.map((share, at) => ({
    before: before[at]!,
    all: sum(generators),
    spec: {
      ...spec,
      target,
      clients: share.clients,
      rate: share.rate as RunSpec['rate'],
      bitrate: spec.bitrate == null ? null : spec.bitrate * (share.clients / clients),
      count: count === null ? null : share.count,
      threads: generators[at]!,
      // As the threads of one run have them: no two make the same schedule.
      seed: (spec.seed + before[at]!) % SEEDS,
      // Of the whole, which only the coordinator sees.
      asserts: [],
    },
  }));
}

/** Where nobody said one, the default is of all agents together, too; what is no number is no schedule to divide. */
function rateOf(spec: RunSpec): RunSpec['rate'] {
  if (spec.rate !== null || spec.bitrate != null) return spec.rate;
  const { rate } = planTransport(spec, spec.transports[0]!);
  return typeof rate === 'number' ? rate : null;
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function refuse(option: string, value: number, agents: number): never {
  throw new SockbenchError('fleet-share', 'divide', { option, amount: value, agents });
}
