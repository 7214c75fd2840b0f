/** What a clean trial teaches about a pair: how many packets it takes, which is the last, and how much one carries. */
import { FileIndex } from './pieces.ts';
import type { TrialSeen } from './seen.ts';
import { type Carrier, type Traffic, trafficOf } from './traffic.ts';

export interface Learnt {
  /** Packets of each direction, from the first to the last. */
  readonly up: number;
  readonly down: number;
  /** Place of the last packet that carries a part of the file; null: it could not be seen. */
  readonly lastData: number | null;
  /** Bytes of the file that a full packet carries; null: it could not be seen. */
  readonly packetBytes: number | null;
  readonly transport: 'udp' | 'tcp';
}

/** @returns null where the trial teaches nothing: something is wrong with the pair even so */
export function learn(
  seen: TrialSeen,
  traffic: Traffic = trafficOf(seen.packets, new FileIndex(seen.file)),
): Learnt | null {
  const { up, down } = traffic;
  if (up.length === 0) return null;
  const data = up.filter(({ range, again }) => range !== null && !again);
  return {
    up: up.length,
    down: down.length,
    lastData: up.findLast(({ range }) => range !== null)?.place ?? null,
    packetBytes: usualLength(data),
    transport: up[0]!.packet.protocol === 'tcp' ? 'tcp' : 'udp',
  };
}

/** The most frequent one; of a single packet nobody knows whether it was full. */
function usualLength(data: readonly Carrier[]): number | null {
  const counts = new Map<number, number>();
  for (const { range } of data) {
    const length = range!.end - range!.start;
    counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  const [usual] = [...counts].sort((a, b) => b[1] - a[1]);
  return usual === undefined || data.length < 2 ? null : usual[0];
}
