/** Chooses what the wire shows: the last loss and what came of it, rather than a blur of packets. Pure. */
import type { FateRecord } from '../../../result/impairment.ts';
import type { Transport } from '../../../units.ts';
import { isDropped } from './packets.ts';

/** A row of the wire: a packet, or how many were left out. */
export type WireRow =
  | { readonly kind: 'packet'; readonly packet: FateRecord; readonly original: FateRecord | null }
  | { readonly kind: 'gap'; readonly count: number };

/** The last loss with its surroundings in at most `rows` rows; without one, the last packets. */
export function wireRows(packets: readonly FateRecord[], transport: Transport, rows: number): WireRow[] {
  if (rows <= 0) return [];
  const byIndex = new Map(packets.map((packet) => [packet.index, packet]));
  const asRow = (packet: FateRecord): WireRow => ({
    kind: 'packet',
    packet,
    original: byIndex.get(packet.tcp?.retransmissionOf ?? -1) ?? null,
  });
  const story = transport === 'tcp' ? retransmission(packets, byIndex) : lastLoss(packets);
  if (story === null) return packets.slice(-rows).map(asRow);
  const { begin, end } = story;
  const shown = surroundings(packets, begin, end, rows);
  const result: WireRow[] = [];
  let previous: number | null = null;
  for (const at of shown) {
    if (previous !== null && at > previous + 1) result.push({ kind: 'gap', count: at - previous - 1 });
    result.push(asRow(packets[at]!));
    previous = at;
  }
  return result;
}

interface Story {
  readonly begin: number;
  readonly end: number;
}

/** The last retransmission whose lost original is still known. */
function retransmission(
  packets: readonly FateRecord[],
  byIndex: ReadonlyMap<number, FateRecord>,
): Story | null {
  for (let end = packets.length - 1; end >= 0; end--) {
    const original = byIndex.get(packets[end]!.tcp?.retransmissionOf ?? -1);
    if (original === undefined || !isDropped(original)) continue;
    return { begin: packets.indexOf(original), end };
  }
  return lastLoss(packets);
}

function lastLoss(packets: readonly FateRecord[]): Story | null {
  for (let at = packets.length - 1; at >= 0; at--) if (isDropped(packets[at]!)) return { begin: at, end: at };
  return null;
}

/** Indices to show: the story's two ends, then neighbours around them; a gap takes a row of its own. */
function surroundings(packets: readonly FateRecord[], begin: number, end: number, rows: number): number[] {
  const chosen = new Set([begin, end]);
  const wanted = [begin + 1, begin - 1, end + 1, end - 1, begin + 2, begin - 2, end + 2];
  for (let far = 3; far < rows; far++) wanted.push(begin + far, begin - far, end + far);
  for (const at of wanted) {
    if (at < 0 || at >= packets.length || chosen.has(at)) continue;
    chosen.add(at);
    if (rowsOf(chosen) > rows) chosen.delete(at);
  }
  return [...chosen].sort((a, b) => a - b);
}

function rowsOf(chosen: ReadonlySet<number>): number {
  const sorted = [...chosen].sort((a, b) => a - b);
  const gaps = sorted.filter((at, index) => index > 0 && at > sorted[index - 1]! + 1).length;
  return sorted.length + gaps;
}
