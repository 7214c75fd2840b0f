/** Trials that did not end by themselves: who waited, and for what. */
import type { EndState, TrialSeen } from '../evidence/seen.ts';
import type { Carrier, Traffic } from '../evidence/traffic.ts';
import { type Found, found, secondsOf } from './finding.ts';

/** @param possible seconds that stop-and-wait would need; null: unknown */
export function stuckFindings(
  seen: TrialSeen,
  traffic: Traffic,
  intact: boolean,
  possible: number | null,
): Found[] {
  if (seen.stopped !== 'timeout' && seen.stopped !== 'quiet') return [];
  return [intact ? waitsAfterAll(seen, traffic) : waitsWithin(seen, traffic, possible)];
}

export const endedByItself = (end: EndState): boolean => end.state === 'ended' && end.killed === null;

/** The file is there. */
function waitsAfterAll({ ends: { sender, receiver }, seconds }: TrialSeen, { up }: Traffic): Found {
  const waits = (end: EndState) => end.state === 'ended' && end.killed === 'stop';
  const last = up.at(-1)?.packet;
  if (!waits(sender) && last !== undefined && last.fate !== 'delivered')
    return found('timeout', 'end-lost', { at: secondsOf(last.time) });
  if (!waits(sender)) return found('timeout', 'receiver-does-not-end', { seconds });
  return found('timeout', waits(receiver) ? 'both-do-not-end' : 'sender-does-not-end', { seconds });
}

function waitsWithin(seen: TrialSeen, { up, down }: Traffic, possible: number | null): Found {
  const crossed = [...up, ...down].sort((a, b) => a.packet.time - b.packet.time);
  const last = crossed.at(-1);
  if (last === undefined) return found('timeout', 'nothing-crossed');
  const at = secondsOf(last.packet.time);
  if (endedByItself(seen.ends.sender)) return found('timeout', 'waits-for-the-rest', { at });
  if (seen.stopped === 'quiet') return silence(last, at, up);
  const repeats = up.filter(({ again }) => again).length;
  if (repeats > up.length / 2)
    return found('timeout', 'no-progress', { seconds: seen.seconds, repeats, sent: up.length });
  return found('timeout', 'too-slow', { seconds: seen.seconds, possible: possible ?? '?' });
}

function silence({ packet, range }: Carrier, at: number, up: readonly Carrier[]): Found {
  const { direction, fate } = packet;
  if (fate === 'delivered') return found('timeout', 'silence', { at });
  if (direction === 'down') return found('timeout', 'silence-after-lost-answer', { at });
  if (range === null) return found('timeout', 'silence-after-loss', { at });
  const times = up.filter((other) => other.range?.start === range.start).length;
  const part = { from: range.start, bytes: range.end - range.start };
  return found('timeout', 'silence-after-lost-data', { at, ...part, times });
}
