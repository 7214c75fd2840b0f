/** The generators of one transport, each with its share, told what both ends agreed on. */
import type { ServerSnapshot } from '../../../wire/control.ts';
import type { TransportContext } from '../context.ts';
import { Moments } from '../generator/moment-teller.ts';
import type { TransportPlan } from '../plan/effective.ts';
import { generatorSetup } from '../plan/terms.ts';
import { GeneratorPool, type PoolEvents } from './pool.ts';
import type { GeneratorSetup } from './protocol.ts';

export type Agreed = Pick<GeneratorSetup, 'workers' | 'token' | 'sessionKey' | 'offset' | 'arrivalsUnsure'>;

export interface GeneratorEvents extends Omit<PoolEvents, 'moment' | 'samples'> {
  /** What the server told last. */
  readonly snapshot: () => ServerSnapshot | null;
}

export function generatorsOf(
  context: TransportContext,
  plan: TransportPlan,
  agreed: Agreed,
  { snapshot, ...events }: GeneratorEvents,
): GeneratorPool {
  const { concert, emit } = context;
  const { transport } = plan;
  const { workers } = agreed;
  const setups = Array.from({ length: workers }, (_, worker) =>
    generatorSetup(context, plan, { ...agreed, worker }),
  );
  const moments = new Moments(workers, (moment) => concert?.soFar({ transport, moment, server: snapshot() }));
  return new GeneratorPool(setups, {
    ...events,
    moment: (worker, told) => moments.take(worker, told),
    samples: (samples) => emit({ event: 'samples', transport, ...samples }),
  });
}
