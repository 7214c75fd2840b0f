/** What a run's generators can rehearse before anybody has answered. Pure. */
import type { RunSpec } from '../../../result/spec.ts';
import { planTransport } from '../plan/effective.ts';
import { generatorSetup } from '../plan/terms.ts';
import type { GeneratorSetup } from './protocol.ts';

/** Of nobody: a rehearsal asks its own machine alone. */
const NOWHERE = {
  address: '127.0.0.1',
  port: 0,
  shown: '',
  control: null,
  nonce: null,
  datagramBuffer: null,
};
const TOKEN = '0'.repeat(16);

export interface Ahead {
  readonly spec: RunSpec;
  readonly engine: 'portable' | 'linux';
  readonly epoch: bigint;
  readonly reports: number | null;
}

/** @returns one for each generator; none where nothing is rehearsed */
export function rehearsable({ spec, ...more }: Ahead): GeneratorSetup[] {
  if (spec.mode !== 'echo') return [];
  const context = { ...more, spec, place: NOWHERE, concert: undefined };
  const token = spec.target?.scheme === 'echo' ? null : TOKEN;
  return spec.transports.flatMap((transport) => {
    const plan = planTransport(spec, transport);
    const workers = Math.min(spec.threads, plan.clients);
    return Array.from({ length: workers }, (_, worker) =>
      generatorSetup(context, plan, {
        worker,
        workers,
        token,
        sessionKey: null,
        offset: null,
        arrivalsUnsure: false,
      }),
    );
  });
}
