/** The run screen's reducer: one event in, a new model out. Pure: the time is in the events. */

import type { RunResult, Warning } from '../../../result/document/schema.ts';
import type { RunEvent, Snapshot } from '../../../result/events/events.ts';
import type { FateRecord } from '../../../result/impairment.ts';
import { linkBefore } from '../../../words/server-said.ts';
import { happeningIn } from './happening.ts';
import { carried, extended } from './history.ts';
import { emptyLane, type Lane, type RunModel } from './model.ts';
import { isDropped, senderOf } from './packets.ts';
import { concluded, laidOver, unpacked } from './strip.ts';

/** Packets kept for the wire; more than any screen shows, because a retransmission is linked to its original. */
const MOST_PACKETS = 800;

export function reduce(model: RunModel, event: RunEvent): RunModel {
  switch (event.event) {
    case 'start':
      return {
        ...model,
        phase: 'connecting',
        effective: event.effective,
        // Keys may have turned it before the run began.
        impairment: model.impairment ?? event.effective.impairment,
        lanes: event.transports.map(
          (transport) => model.lanes.find((lane) => lane.transport === transport) ?? emptyLane(transport),
        ),
      };
    case 'granted':
      return { ...model, effective: event.effective, linkThere: linkTold(event.warnings) ?? model.linkThere };
    case 'snapshot':
      return {
        ...model,
        phase: laterPhase(model, event.snapshot),
        lanes: model.lanes.map((lane) =>
          lane.transport === event.transport ? grown(lane, event.snapshot) : lane,
        ),
      };
    case 'packets':
      return { ...model, lanes: model.lanes.map((lane) => crossed(lane, event.packets, event.skipped)) };
    case 'impairment':
      return { ...model, impairment: event.impairment };
    case 'result':
      return ended(model, event.result);
    case 'agents':
    case 'queue':
    case 'samples':
    case 'interval':
      return model;
    default:
      return model;
  }
}

/** A server tells all its guests. */
const linkTold = (warnings: readonly Warning[]): string | null => {
  const notice = warnings.find(({ code }) => code === 'notice')?.details?.['text'];
  return typeof notice === 'string' ? linkBefore(notice) : null;
};

/** One after the other: the first transport's `ended` is not the run's. */
function laterPhase(model: RunModel, snapshot: Snapshot): RunModel['phase'] {
  if (snapshot.phase === 'ended' && model.lanes.length > 1) return model.phase;
  return snapshot.phase;
}

function grown(lane: Lane, told: Snapshot): Lane {
  const snapshot = withLastWord(told, lane.snapshot);
  const measuring = measuredPhase(snapshot);
  const wasMeasuring = lane.snapshot !== null && measuredPhase(lane.snapshot);
  // What crossed the link before belongs to the warm-up.
  const begins = measuring && !wasMeasuring;
  const { packets, dropped, droppedAcks, repeated } = begins
    ? { packets: [], dropped: 0, droppedAcks: 0, repeated: 0 }
    : lane;
  const strip = measuring ? laidOver(lane.strip, snapshot.strip) : lane.strip;
  const next: Lane = {
    ...lane,
    snapshot,
    strip,
    packets,
    dropped,
    droppedAcks,
    repeated,
    history: measuring ? extended(lane.history, snapshot) : lane.history,
    carried: measuring ? carriedBy(lane, snapshot) : lane.carried,
  };
  return { ...next, happening: measuring ? happeningIn(lane, next) : null };
}

function carriedBy(lane: Lane, { goodput }: Snapshot): Lane['carried'] {
  const before = lane.snapshot?.goodput;
  return {
    up: carried(lane.carried.up, goodput.up, before?.up ?? null),
    down: carried(lane.carried.down, goodput.down, before?.down ?? null),
  };
}

/** Once nothing is sent any more, there is no rate and no lag: what was last seen of them stands. */
function withLastWord(snapshot: Snapshot, before: Snapshot | null): Snapshot {
  if (snapshot.phase !== 'draining' || before === null || !measuredPhase(before)) return snapshot;
  return { ...snapshot, rate: before.rate, generator: before.generator };
}

function measuredPhase(snapshot: Snapshot): boolean {
  return snapshot.phase !== 'connecting' && snapshot.phase !== 'warmup';
}

function crossed(lane: Lane, packets: readonly FateRecord[], skipped: number): Lane {
  const measuring = lane.snapshot !== null && measuredPhase(lane.snapshot);
  // Time zero is the beginning of the measured part: what still comes of the warm-up is not counted.
  const own = packets.filter(
    (packet) => packet.protocol === lane.transport && !(measuring && packet.time < 0),
  );
  if (own.length === 0 && skipped === 0) return lane;
  const gone = own.filter(isDropped);
  const acknowledgements = gone.filter(({ tcp }) => tcp?.length === 0 && /^[^SFR]*$/.test(tcp.flags)).length;
  const repeated = own.filter((packet) => packet.tcp?.retransmissionOf !== undefined).length;
  return {
    ...lane,
    packets: [...lane.packets, ...own].slice(-MOST_PACKETS),
    origins: originsWith(lane.origins, own),
    dropped: skipped > 0 || lane.dropped === null ? null : lane.dropped + gone.length,
    droppedAcks: skipped > 0 || lane.droppedAcks === null ? null : lane.droppedAcks + acknowledgements,
    repeated: skipped > 0 || lane.repeated === null ? null : lane.repeated + repeated,
  };
}

/** More connections than this have no numbers of their own on the screen. */
const MOST_SENDERS = 200;

function originsWith(known: Lane['origins'], packets: readonly FateRecord[]): Lane['origins'] {
  const fresh: Record<string, number> = {};
  for (const packet of packets) {
    const sender = senderOf(packet);
    if (packet.tcp === undefined || sender in known || sender in fresh) continue;
    fresh[sender] = packet.tcp.seq + (packet.tcp.flags.includes('S') ? 1 : 0);
  }
  const none = Object.keys(fresh).length === 0 || Object.keys(known).length >= MOST_SENDERS;
  return none ? known : { ...known, ...fresh };
}

function ended(model: RunModel, result: RunResult): RunModel {
  return {
    ...model,
    phase: 'ended',
    result,
    effective: result.effective ?? model.effective,
    lanes: model.lanes.map((lane) => {
      const final = result.transports.find((one) => one.transport === lane.transport) ?? null;
      if (final === null) return lane;
      const whole = final.delivery === null ? null : { from: 0, fates: unpacked(final.delivery.fates) };
      return { ...lane, final, strip: whole === null ? lane.strip : concluded(lane.strip, whole) };
    }),
  };
}
