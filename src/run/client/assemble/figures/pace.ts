/**
 * Why probes did not leave when they were due, and what to do: the program stood still, there was no room for them, the
 * system refused them, or the generator was too slow. Each has a sentence of its own. Pure.
 */
import type { BlockedSum } from '../../../../measure/ledger/probe-times.ts';
import type { Outage, Warning } from '../../../../result/document/schema.ts';
import type { Details } from '../../../../words/index.ts';
import { total } from '../directions.ts';
import { warning } from '../warnings.ts';

export interface Pace {
  readonly transport: 'tcp' | 'udp';
  /** Whose generator it was. */
  readonly side: 'client' | 'server';
  /** Probes per second; null: there is no schedule, or nobody knows. */
  readonly offered: number | null;
  readonly achieved: number | null;
  /** ns. */
  readonly sendLagP99: number | null;
  readonly due: number | null;
  readonly sent: number | null;
  /** By errno. */
  readonly refused: Readonly<Record<string, number>>;
  /** Given up because there was no room for them. */
  readonly skippedFull: number;
  /** Connections that ended before their time: what was due on them had nowhere to go. */
  readonly ended: number;
  /** What waited for room; null where that is not told. */
  readonly blocked: BlockedSum | null;
  /** Share of its time that the busiest generator worked; null where that is not told. */
  readonly utilisation: number | null;
  readonly outages: readonly Outage[];
}

/** A rate below this share of the offered one is short of it (contract, `quality`). */
const REACHED = 0.99;
/** More than this share of the probes that had to wait is worth a sentence. */
const MANY = 0.01;

/** The generator was the bottleneck: what it was late for, and nobody refused or had no room for. */
export function saturated(pace: Pace): boolean | null {
  const { offered, achieved, due, sent } = pace;
  if (offered === null || achieved === null) return null;
  const missing = due === null || sent === null ? offered - achieved : due - sent - elsewhere(pace);
  return isLate(pace) || missing > (1 - REACHED) * (due ?? offered);
}

const elsewhere = ({ refused, skippedFull, ended, due, sent }: Pace): number =>
  ended > 0 ? (due ?? 0) - (sent ?? 0) : total(Object.values(refused)) + skippedFull;

const isLate = ({ offered, sendLagP99 }: Pace): boolean =>
  offered !== null && sendLagP99 !== null && sendLagP99 > 1e9 / offered;

export function paceWarnings(pace: Pace): Warning[] {
  const { offered, achieved, sendLagP99, due, sent, side, outages } = pace;
  const warnings = roomWarnings(pace);
  if (offered === null || achieved === null) return warnings;
  const short = achieved < REACHED * offered;
  if (!short && !isLate(pace)) return warnings;
  const stops = outages.filter(({ cause }) => cause === 'ownStop');
  const busy: Details = pace.utilisation === null ? {} : { busy: pace.utilisation };
  if (stops.length > 0) warnings.push(stoodStill(stops));
  else if (short && pace.ended === 0 && (due === null || sent === null || elsewhere(pace) < (due - sent) / 2))
    warnings.push(
      warning('generator-behind', {
        achieved: Math.round(achieved),
        offered: Math.round(offered),
        ...(side === 'server' ? { side } : busy),
      }),
    );
  else if (isLate(pace))
    warnings.push(warning('send-lag', { lag: Number((sendLagP99! / 1e6).toPrecision(3)), ...busy }));
  return warnings;
}

/** There was no room in a socket, or in a connection. */
function roomWarnings({ transport, blocked, due }: Pace): Warning[] {
  if (blocked === null || due === null || blocked.count <= MANY * due) return [];
  // A connection that is full is what TCP is for: it is told beside the latency.
  if (transport === 'tcp') return [];
  return [warning('socket-full', { count: blocked.count, longest: Math.round(blocked.max) })];
}

function stoodStill(stops: readonly Outage[]): Warning {
  const lengths = stops.map(({ startSeconds, endSeconds }) => endSeconds - startSeconds);
  const at = lengths.indexOf(Math.max(...lengths));
  return warning('stood-still', {
    count: stops.length,
    seconds: Number(lengths[at]!.toPrecision(2)),
    at: Number(stops[at]!.startSeconds.toFixed(1)),
  });
}
