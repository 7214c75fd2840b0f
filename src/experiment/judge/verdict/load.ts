/** Too much on the link, or beside it. */
import type { SeenPacket, TrialSeen } from '../evidence/seen.ts';
import type { Carrier, Traffic } from '../evidence/traffic.ts';
import { type Found, found } from './finding.ts';

/** What even a protocol that repeats its window with each loss stays below. */
const REPEATS = { atAll: 30, forEachLoss: 20, forEachPacket: 5 };

/** @param needed different packets of data */
export function loadFindings(seen: TrialSeen, traffic: Traffic, needed: number): Found[] {
  return [...outsideFindings(traffic.outside), ...floodFindings(seen, traffic, needed)];
}

function floodFindings({ stopped, impairment }: TrialSeen, { up, down }: Traffic, needed: number): Found[] {
  const lost = lostOf(up) + lostOf(down);
  const most = REPEATS.atAll + REPEATS.forEachLoss * lost + REPEATS.forEachPacket * needed;
  const resent = up.filter(({ again }) => again).length;
  const answers = down.length - up.length;
  if (stopped !== 'flood' && resent <= most && answers <= most) return [];
  const roundTrip = (impairment.up.delay + impairment.down.delay) / 1e6;
  return answers > resent
    ? [found('flooded', 'flooded-answers', { sent: down.length, packets: up.length })]
    : [found('flooded', 'flooded', { sent: up.length, needed, resent, lost, roundTrip })];
}

export const lostOf = (carriers: readonly Carrier[]): number =>
  carriers.filter(({ packet }) => packet.fate !== 'delivered').length;

function outsideFindings(outside: readonly SeenPacket[]): Found[] {
  const [first] = outside;
  return first === undefined
    ? []
    : [found('outside', 'outside', { count: outside.length, address: first.destination })];
}

/** Nothing came to the link, because it went to the own machine. */
export function loopbackFinding({ ends: { sender } }: TrialSeen, { up }: Traffic): Found[] {
  const count = sender.state === 'ended' ? sender.loopback : 0;
  return up.length === 0 && count > 0 ? [found('outside', 'loopback', { count })] : [];
}
