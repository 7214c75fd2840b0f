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

/**
 * @param at ns since the epoch: where warm-up, or the measured part, begins
 */
export function engineOf(
  setup: Pick<GeneratorSetup, 'plan' | 'worker' | 'place' | 'token' | 'offset' | 'arrivalsUnsure'>,
  identity: Identity,
  at: number,
  writable: Writable,
  { receiveBuffer = null, stamped = false, answers }: EngineExtras = {},
): Sender | StreamClient {
  const { plan, worker, place, token, offset, arrivalsUnsure } = setup;
  const { rate, clients } = plan;
  const pace: Pace = {
    flows: clients,
    rate: typeof rate === 'number' ? rate : null,
    arrivals: plan.arrivals,
    seed: plan.seed + worker,
    start: at,
    warmup: plan.warmup,
    duration: plan.duration,
    count: plan.count,
    stall: plan.stall,
    threshold: patienceOf(plan),
    burst: burstOf({
      transport: plan.transport,
      rate: typeof rate === 'number' ? rate : null,
      size: plan.size,
      flows: clients,
      receiveBuffer,
    }),
    offset: typeof rate === 'number' ? place * (1e9 / rate) : 0,
  };
  const tcp = plan.transport === 'tcp';
  const { lossThreshold, interval, mode } = plan;
  const connecting = mode === 'connect';
  if (mode !== 'echo' && !connecting) {
    const up = mode === 'up' || mode === 'both';
    const down = mode === 'down' || mode === 'both';
    return new StreamClient(
      { identity, pace, up, down, tcp, lossThreshold: patienceOf(plan), interval, errnoName },
      writable,
    );
  }
  return new Sender(
    {
      identity,
      pace,
      closedLoop: rate === 'closed',
      lossThreshold,
      patience: patienceOf(plan),
      interval,
      tcp,
      plainEcho: token === null || connecting,
      offset,
      arrivalsUnsure,
      connecting,
      perProbe: plan.perProbe,
      stamped,
      answers,
      errnoName,
    },
    writable,
  );
}
