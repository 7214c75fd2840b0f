/** Which runs are alike to a thread: a rehearsal of one is a rehearsal of all. Pure. */
import { stamped } from '../plan/effective.ts';
import type { GeneratorSetup } from './protocol.ts';

/** Runs of one kind call the same code. */
export const kindOf = ({ engine, plan, token, sessionKey }: GeneratorSetup): string =>
  [
    engine,
    plan.transport,
    plan.mode,
    typeof plan.rate,
    stamped(plan),
    token === null,
    sessionKey === null,
  ].join(' ');
