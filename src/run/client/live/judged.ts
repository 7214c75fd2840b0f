/** How far what is shown can be trusted so far: the function of the result (result/trust.ts), on the figures so far. Pure. */
import { type HeldData, type HeldSum, HOLDERS } from '../../../measure/delay/held-so-far.ts';
import type { StallData } from '../../../measure/delay/stalls.ts';
import { quantilesOf } from '../../../measure/histogram.ts';
import type { LedgerSnapshot } from '../../../measure/ledger/ledger-data.ts';
import type { Holders, Snapshot } from '../../../result/events/events.ts';
import { type Held, trustOf } from '../../../result/trust.ts';
import { paceWarnings } from '../assemble/figures/pace.ts';
import { doubts, heldByLag } from '../assemble/figures/quality.ts';
import { ownStall } from '../assemble/figures/stalls.ts';
import { warning } from '../assemble/warnings.ts';
import type { Beside } from './reported.ts';

interface SoFar {
  /** p99 of the send lag, ns; null in closed loop. */
  readonly lag: number | null;
  readonly utilisation: number | null;
  readonly ledger: LedgerSnapshot | null;
  readonly stalls: StallData | null;
}

const shareHit = ({ hit, received, late }: LedgerSnapshot): number | null =>
  received + late === 0 ? null : hit / (received + late);

export function judgedSoFar(
  { plan, warnings }: Pick<Beside, 'plan' | 'warnings'>,
  { lag, utilisation, ledger, stalls }: SoFar,
): Pick<Snapshot, 'warnings' | 'trust'> {
  const offered = typeof plan.rate === 'number' ? plan.rate : null;
  const all = [
    ...(plan.rate === 'closed' ? [warning('closed-loop')] : []),
    // What has not left yet, late as it may be, is in the send lag once it does.
    ...paceWarnings({
      transport: plan.transport,
      side: 'client',
      offered,
      achieved: offered,
      sendLagP99: lag,
      due: null,
      sent: null,
      refused: {},
      skippedFull: 0,
      ended: 0,
      blocked: null,
      utilisation,
      outages: [],
    }),
    ...(stalls === null ? [] : ownStall(stalls, ledger === null ? null : shareHit(ledger))),
    ...doubts(heldOf(ledger, lag)),
    ...warnings,
  ];
  return { warnings: all, trust: trustOf(all) };
}

function heldOf(ledger: LedgerSnapshot | null, lag: number | null): Held | null {
  if (ledger === null) return null;
  const { held, total } = ledger;
  if (held === null)
    return heldByLag(lag, total.count === 0 ? null : (quantilesOf(total, [0.99])[0] ?? null));
  const [count = 0, ...times] = held.slowest;
  const [generator = 0, blocked = 0, , server = 0, unknown = 0] = times.map((time) => time / count);
  const all = times.reduce((sum, time) => sum + time / count, 0);
  return { generator, blocked, server, unknown, total: all };
}

export const holdersOf = (held: HeldData | null): Snapshot['holders'] =>
  held === null ? null : { all: sharesOf(held.all), slowest: sharesOf(held.slowest) };

function sharesOf([, ...times]: HeldSum): Holders {
  const all = times.reduce((sum, time) => sum + time, 0);
  const shares = HOLDERS.map((name, i) => [name, all > 0 ? times[i]! / all : 0]);
  return Object.fromEntries(shares) as Record<(typeof HOLDERS)[number], number>;
}
