/** The engine that a generator's share of the run asks for. */

import type { Writable } from '../../../session/engine.ts';
import type { Identity } from '../../../session/identity.ts';
import type { PlainAnswers } from '../../../session/plain/answers.ts';
import { burstOf } from '../../../session/schedule/burst.ts';
import type { Pace } from '../../../session/schedule/pace.ts';
import { Sender } from '../../../session/sender.ts';
import { StreamClient } from '../../../session/stream/client.ts';
import { patienceOf } from '../plan/effective.ts';
import type { GeneratorSetup } from '../threads/protocol.ts';
import { errnoName } from './errno.ts';

export interface EngineExtras {
  /** Bytes of a UDP flow's; null: not told. */
  readonly receiveBuffer?: number | null;
  /** The kernel tells when answers arrive. */
  readonly stamped?: boolean;
  /** Of a plain echo. */
  readonly answers?: PlainAnswers | undefined;
}

type Setup = Pick<GeneratorSetup, 'plan' | 'worker' | 'place' | 'token' | 'offset' | 'arrivalsUnsure'>;

/**
 * @param at ns since the epoch: where warm-up, or the measured part, begins
 */
export function engineOf(
  setup: Setup,
  identity: Identity,
  at: number,
  writable: Writable,
  extras: EngineExtras = {},
): Sender | StreamClient {
  const pace = paceOf(setup, at, extras.receiveBuffer ?? null);
  const { transport, mode, interval } = setup.plan;
  const tcp = transport === 'tcp';
  if (mode === 'echo' || mode === 'connect') return senderOf(setup, identity, pace, writable, extras);
  const up = mode === 'up' || mode === 'both';
  const down = mode === 'down' || mode === 'both';
  return new StreamClient(
    { identity, pace, up, down, tcp, lossThreshold: patienceOf(setup.plan), interval, errnoName },
    writable,
  );
}

/** @param at as in {@link engineOf} @param receiveBuffer as in {@link EngineExtras} */
function paceOf({ plan, worker, place }: Setup, at: number, receiveBuffer: number | null): Pace {
  const { transport, clients, size } = plan;
  const rate = typeof plan.rate === 'number' ? plan.rate : null;
  return {
    flows: clients,
    rate,
    arrivals: plan.arrivals,
    seed: plan.seed + worker,
    start: at,
    warmup: plan.warmup,
    duration: plan.duration,
    count: plan.count,
    stall: plan.stall,
    threshold: patienceOf(plan),
    burst: burstOf({ transport, rate, size, flows: clients, receiveBuffer }),
    offset: rate === null ? 0 : place * (1e9 / rate),
  };
}

function senderOf(
  { plan, token, offset, arrivalsUnsure }: Setup,
  identity: Identity,
  pace: Pace,
  writable: Writable,
  { stamped = false, answers }: EngineExtras,
): Sender {
  const { lossThreshold, interval, perProbe } = plan;
  const connecting = plan.mode === 'connect';
  return new Sender(
    {
      identity,
      pace,
      closedLoop: plan.rate === 'closed',
      lossThreshold,
      patience: patienceOf(plan),
      interval,
      tcp: plan.transport === 'tcp',
      plainEcho: token === null || connecting,
      offset,
      arrivalsUnsure,
      connecting,
      perProbe,
      stamped,
      answers,
      errnoName,
    },
    writable,
  );
}
