/** The ledgers of an echo's client: of the warm-up, and of the measured part. */
import { DelaySplit } from '../measure/delay/split.ts';
import type { Stalls } from '../measure/delay/stalls.ts';
import { Ledger } from '../measure/ledger/ledger.ts';
import type { LedgerOptions } from '../measure/ledger/ledger-data.ts';
import { RecentMinimum } from '../measure/variation/recent-minimum.ts';
import type { SenderOptions } from './sender-options.ts';

export interface Ledgers {
  readonly measured: Ledger;
  /** null: there is none. */
  readonly warmup: Ledger | null;
  /** Whose the delays were; undefined: a plain echo does not tell. */
  readonly split: DelaySplit | undefined;
}

/** @param start of the measured part, ns */
export function ledgersOf(options: SenderOptions, start: number, stalls: Stalls): Ledgers {
  const { pace, closedLoop, lossThreshold, interval, tcp } = options;
  const openLoop = !closedLoop && pace.rate !== null;
  const ledger: LedgerOptions = {
    flows: pace.flows,
    lossThreshold,
    interval,
    start,
    openLoop,
    tcp,
    // What a fast answer is was learnt in the warm-up: the first one measured may itself have waited.
    fastest: tcp ? new RecentMinimum(pace.flows) : undefined,
  };
  const split = options.plainEcho
    ? undefined
    : new DelaySplit(options.offset ?? null, openLoop, options.perProbe, options.arrivalsUnsure);
  return {
    measured: new Ledger({ ...ledger, split, stalls, stamped: options.stamped ?? false }),
    warmup: pace.warmup > 0 ? new Ledger({ ...ledger, start: pace.start }) : null,
    split,
  };
}
