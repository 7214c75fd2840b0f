/** How a transport's run came out: what failed, what nobody answered, and what is told of it. */
import type { SockbenchError } from '../../errors.ts';
import type { Warning } from '../../result/document/schema.ts';
import type { ServerLedger } from '../../wire/control.ts';
import { asWarning } from './assemble/warnings.ts';
import type { Place } from './context.ts';
import { judgeEnd } from './control/endings.ts';
import { largeLost, nothingThrough } from './control/nothing-through.ts';
import { unanswered } from './control/refusal.ts';
import { wrongAnswers } from './control/wrong-answers.ts';
import type { TransportPlan } from './plan/effective.ts';
import type { Finished } from './threads/pool.ts';

/** What both ends hand over when a transport's run is over. */
export interface Outcome {
  readonly finished: readonly Finished[];
  readonly ledger: ServerLedger | null;
}

export interface Circumstances {
  readonly place: Place;
  readonly ledger: ServerLedger | null;
  /** Whether small datagrams pass; null where nobody asked. */
  readonly smallPass: boolean | null;
  /** A stream down fell silent. */
  readonly silent: boolean;
  /** Somebody ended it early: nobody had the time to answer. */
  readonly halted: boolean;
}

export interface Judged {
  readonly failure: SockbenchError | undefined;
  readonly silence: SockbenchError | undefined;
  readonly warnings: readonly Warning[];
}

export async function judgeOutcome(
  finished: readonly Finished[],
  plan: TransportPlan,
  { place, ledger, smallPass, silent, halted }: Circumstances,
): Promise<Judged> {
  const ends = { address: place.shown, plainEcho: place.control === null, ledger, smallPass };
  const { failure, warnings } = judgeEnd(finished, plan, { address: place.shown, silent });
  const large = largeLost(finished, plan, ends).map(asWarning);
  const wrong = wrongAnswers(finished, place.shown);
  // Whoever sends a page and hangs up is known by the page.
  if (wrong !== undefined) return { failure: wrong, silence: undefined, warnings };
  const silence = halted || failure !== undefined ? undefined : nothingThrough(finished, plan, ends);
  return {
    failure,
    silence: silence && (await unanswered(silence, plan, place)),
    warnings: [...warnings, ...large],
  };
}
