/** Whether a load filled the line, and what kept it from it. Pure. */

import { type Added, type LoadLimit, THRESHOLDS } from '../../result/document/load.ts';
import type { RunResult, TransportResult } from '../../result/document/schema.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { Direction } from '../../units.ts';

/** Of IP packets of 1,500 bytes, 1,448 are payload. */
const PAYLOAD = 1448 / 1500;
/** The probes and their acknowledgements are on the line, too, and those of the other direction's streams. */
const FULL = 0.85;
/** A generator that works so much of its time has no more to give. */
const BUSY = 0.95;
/** Of segments: what is sent again on a line that drops to make room is less than what a lossy one takes. */
const LOSSY = 0.002;

/** What is known of a load. */
export interface Carried {
  readonly run: RunResult;
  readonly load: TransportResult;
  /** Bits per second of each direction. */
  readonly goodput: Readonly<Record<Direction, number | null>>;
  readonly added: Added;
}

/** @param link the lab's, where it is known what could be carried; null elsewhere: what nothing speaks against is full */
export function limitOf(carried: Carried, link: Impairment | null): LoadLimit | null {
  const { run, load, goodput, added } = carried;
  const ways: readonly Direction[] = load.mode === 'both' ? ['up', 'down'] : [load.mode as Direction];
  const bandwidths = ways.map((way) => link?.[way].bandwidth ?? null);
  const missing = ways.filter((way, i) => {
    const bandwidth = bandwidths[i] ?? null;
    const carries = (goodput[way] ?? 0) >= FULL * PAYLOAD * (bandwidth ?? 0);
    return bandwidth !== null && !carries && !waits(load, way);
  });
  if (link !== null && missing.length === 0 && bandwidths.every((bandwidth) => bandwidth !== null))
    return null;
  if (ways.some((way) => isPaced(run, goodput[way]))) return 'serverLimit';
  if ((load.quality.generator.utilisation ?? 0) > BUSY) return 'generator';
  if (link === null)
    return ways.some((way) => heldBack(load, way) && !hasQueue(added, way)) ? 'window' : null;
  // A link without a bandwidth has no queue: nothing can be filled.
  if (missing.length === 0) return 'unknown';
  if (lossy(load, missing, goodput)) return 'loss';
  return missing.some((way) => heldBack(load, way)) ? 'window' : 'streams';
}

/** Half of the time or more packets wait before the bandwidth: probes, and what is no payload, take the rest of it. */
const waits = ({ link }: TransportResult, way: Direction): boolean =>
  (link?.[way].queue?.bytes.p50 ?? 0) > ONE_PACKET;
const ONE_PACKET = 1500;

/** The server granted no flood but a rate, and that is what was carried; where the line carries less, the line is the limit. */
function isPaced({ effective }: RunResult, carried: number | null): boolean {
  if (effective === null || effective.rate['tcp'] === 'max') return false;
  const granted = effective.bitrate?.['tcp'];
  return granted === undefined || carried === null || carried >= FULL * granted;
}

/** The server ends a run before the time that was asked for. */
export const isShortened = ({ spec, effective }: RunResult): boolean =>
  spec.duration !== null && effective?.duration != null && effective.duration < spec.duration;

/** Half of the packets waited: whatever its sender says, the line was full. */
const hasQueue = (added: Added, way: Direction): boolean => (added[way].p50 ?? 0) >= THRESHOLDS[0];

/** Its sender's kernel says that for most of the time something else than the path stood in the way. */
const heldBack = ({ tcp }: TransportResult, way: Direction): boolean =>
  (tcp?.[way]?.windowLimited ?? 0) > MOSTLY;
const MOSTLY = 0.5;

/**
 * The link lost a good part of what was sent, beside what its queue dropped to slow the senders down. Where it did not tell,
 * by what had to be sent again.
 */
function lossy(
  load: TransportResult,
  ways: readonly Direction[],
  goodput: Readonly<Record<Direction, number | null>>,
): boolean {
  return ways.some((way) => {
    const told = load.link?.[way].tcp;
    if (told !== undefined) return told.dropped - told.queueDropped > LOSSY * told.packets;
    const segments = ((goodput[way] ?? 0) * load.durationSeconds) / 8 / 1448;
    return (load.tcp?.[way]?.retransmits ?? 0) > LOSSY * segments;
  });
}
