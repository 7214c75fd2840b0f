/** The counts that a lane shows: the result's once there is one, else the last snapshot's. Pure. */

import type { TransportResult } from '../../../result/document/schema.ts';
import type { Snapshot } from '../../../result/events/events.ts';
import type { LinkReport } from '../../../result/impairment.ts';
import type { Transport } from '../../../units.ts';
import type { Lane, Tally } from './model.ts';
import { underway } from './strip.ts';

export function tallyOf(lane: Lane): Tally | null {
  if (lane.final !== null) return finalTally(lane.final, lane);
  const { snapshot } = lane;
  if (snapshot === null) return null;
  const seesPackets = lane.packets.length > 0;
  return {
    sent: snapshot.sent,
    ...settled(lane.transport, snapshot),
    duplicates: snapshot.duplicates,
    reordered: snapshot.reordered,
    // The link sees what both ends send again, the client's kernel only its own.
    // Until then it is of connections and of the warm-up, which belong to no message.
    retransmits:
      snapshot.elapsed <= 0
        ? null
        : ((seesPackets ? lane.repeated : null) ?? snapshot.tcp?.retransmits ?? null),
    dropped: seesPackets ? lane.dropped : null,
    droppedAcks: seesPackets ? lane.droppedAcks : null,
    slowest: snapshot.total.max,
    open: 0,
  };
}

/**
 * What came after the loss threshold was delivered all the same where delivery is promised, and is as good as lost where it
 * is not (RFC 7680): it counts once.
 */
function settled(transport: Transport, snapshot: Snapshot): Pick<Tally, 'answered' | 'missing'> {
  const { received, late, lost } = snapshot;
  // TCP holds later ones back: what is open there is awaited, as its strip shows.
  if (transport === 'tcp') return { answered: received + late, missing: lost };
  return { answered: received, missing: lost + late + overtaken(snapshot) };
}

/** Unanswered, but later ones were answered: seen as missing long before the loss threshold says so, as the strip shows them. */
function overtaken({ unresolved, strip }: Snapshot): number {
  const open = underway(strip.fates);
  // Where nothing arrives nothing is overtaken, also beyond what the strip shows.
  return open === null ? 0 : Math.max(0, unresolved - open);
}

function finalTally(final: TransportResult, lane: Lane): Tally {
  const { probes, loss } = final;
  const tcp = final.transport === 'tcp';
  const late = probes?.late ?? 0;
  const latency = final.latency.response ?? final.latency.service ?? final.connect;
  return {
    sent: probes?.sent ?? loss.up?.sent ?? 0,
    answered: probes === null ? (loss.up?.received ?? 0) : probes.received + (tcp ? late : 0),
    missing: probes === null ? (loss.up?.lost ?? 0) : probes.lost + (tcp ? 0 : late),
    duplicates: probes?.duplicates ?? null,
    reordered: probes?.reordered ?? null,
    retransmits: final.tcp?.retransmits ?? (final.link === null ? null : repeatedOn(final.link)),
    dropped: final.link === null ? null : droppedBy(final.link, final.transport),
    // The link counts packets, whatever they carry: seen apart they were only while all could be seen.
    droppedAcks: lane.packets.length > 0 ? lane.droppedAcks : null,
    slowest: latency?.max ?? null,
    open: probes?.open ?? 0,
  };
}

function repeatedOn(link: LinkReport): number | null {
  const [up, down] = [link.up.tcp.retransmitted, link.down.tcp.retransmitted];
  return up === undefined || down === undefined ? null : up + down;
}

function droppedBy(link: LinkReport, transport: Transport): number {
  return link.up[transport].dropped + link.down[transport].dropped;
}
