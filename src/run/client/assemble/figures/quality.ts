/** How far the figures of a transport can be trusted, and why no further. Pure. */
import { meansOf, type OwnerData, SLOWEST } from '../../../../measure/delay/owners.ts';
import type { Distribution, TransportResult, Warning } from '../../../../result/document/schema.ts';
import { doubtsOf, type Held, trustOf } from '../../../../result/trust.ts';
import { utilisationOf } from '../common.ts';
import type { AssemblyInput } from '../inputs.ts';
import { warning } from '../warnings.ts';
import { type Pace, saturated } from './pace.ts';

/** As of doubts: less of the figure, or less time (ns), is nobody's worry. */
const LEAST_SHARE = 0.05;
const LEAST_LATE = 1e6;

type Quality = TransportResult['quality'];

/** Whenever the warnings change, the trust does. */
export const withTrust = (quality: Omit<Quality, 'trust'>): Quality => ({
  ...quality,
  trust: trustOf(quality.warnings),
});

/** @param pace null where the generator is not this end's */
export function qualityOf(input: AssemblyInput, pace: Pace | null, warnings: Warning[]): Quality {
  const source = input.finished[0]?.report.timestampSource ?? 'user';
  return withTrust({
    generator: {
      utilisation: utilisationOf(input),
      sendLagP99: pace?.sendLagP99 ?? null,
      saturated: pace === null ? null : saturated(pace),
    },
    timestampSource: source,
    stamps: stampsOf(input, source),
    clockResolution: input.clockResolution,
    screen: input.screen,
    warnings,
  });
}

/** Departures are stamped by the programs, just before the call. */
function stampsOf(
  { plan, plainEcho, clocks }: AssemblyInput,
  received: Quality['timestampSource'],
): NonNullable<Quality['stamps']> {
  const own = received === 'virtual' ? 'virtual' : 'user';
  const answers = plan.mode === 'echo' && !plainEcho;
  return {
    sent: plan.mode === 'down' ? null : own,
    serverReceived: answers ? (clocks.arrivals ?? null) : null,
    serverSent: answers ? own : null,
    received: plan.mode === 'up' ? null : received,
  };
}

export const doubts = (held: Held | null): Warning[] =>
  held === null ? [] : doubtsOf(held).map(({ code, details }) => warning(code, details));

type Times = Pick<Distribution, 'p99'> | null;

/** Where the server tells no times, the send lag stands for all that is not the network's. */
export function heldIn(owners: OwnerData | undefined, sendLag: Times, response: Times): Held | null {
  const means = owners === undefined ? null : meansOf(owners, SLOWEST);
  if (means === null) return heldByLag(sendLag?.p99 ?? null, response?.p99 ?? null);
  const { generator, blocked, server, unknown } = means;
  const total = Object.values(means).reduce((all, time) => all + time, 0);
  return { generator, blocked, server, unknown, total };
}

/** @param lag p99 of the send lag @param response p99 of the response time, ns */
export const heldByLag = (lag: number | null, response: number | null): Held | null =>
  lag === null || response === null
    ? null
    : { generator: lag, blocked: 0, server: 0, unknown: 0, total: Math.max(lag, response) };

/** The emulated link was late itself: a delay that nobody asked for, told where the slowest answers feel it. */
export function linkLate({ link }: AssemblyInput, slowest: Times): Warning[] {
  const late = Math.max(link?.up.delay?.late?.p99 ?? 0, link?.down.delay?.late?.p99 ?? 0);
  const share = slowest?.p99 == null || slowest.p99 <= 0 ? 0 : Math.min(1, late / slowest.p99);
  if (late < LEAST_LATE || share < LEAST_SHARE) return [];
  return [warning('link-late', { time: Math.round(late), share: Number(share.toPrecision(3)) })];
}
