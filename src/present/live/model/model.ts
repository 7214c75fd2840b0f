/** What a run screen knows: plain data, grown by the reducer, read by the views. */

import type { RunResult, TransportResult } from '../../../result/document/schema.ts';
import type { Phase, Snapshot } from '../../../result/events/events.ts';
import type { FateRecord, Impairment } from '../../../result/impairment.ts';
import type { EffectiveSpec, RunSpec } from '../../../result/spec.ts';
import type { Direction, Transport } from '../../../units.ts';
import type { Point } from './history.ts';
import type { Run } from './runs.ts';
import type { Strip } from './strip.ts';

/** Something that a class should notice in one transport, and which probes it struck. */
export type Happening = Run & {
  /** ns since the start of the measured part. */
  readonly at: number;
} & (
    | { readonly kind: 'hole' }
    | { readonly kind: 'stall'; readonly since: number }
    | { readonly kind: 'burst'; readonly longest: number | null; readonly known: boolean }
  );

export interface Lane {
  readonly transport: Transport;
  readonly snapshot: Snapshot | null;
  readonly history: readonly Point[];
  /** One-way runs: bits per second that arrived, by direction, on the receiver's time. */
  readonly carried: Readonly<Record<Direction, readonly Point[]>>;
  readonly strip: Strip;
  readonly happening: Happening | null;
  /** The last packets of this transport on the emulated link, oldest first. */
  readonly packets: readonly FateRecord[];
  /** First sequence number of each TCP sender that was seen, by `senderOf`: people count from 0. */
  readonly origins: Readonly<Record<string, number>>;
  /** Packets of this transport that the link has dropped while the run was measured; null once some went unseen. */
  readonly dropped: number | null;
  /** Of those: acknowledgements that carried nothing else. */
  readonly droppedAcks: number | null;
  /** Of those that crossed: TCP segments that had been sent before. */
  readonly repeated: number | null;
  readonly final: TransportResult | null;
}

export interface RunModel {
  readonly phase: 'starting' | Phase;
  readonly spec: RunSpec;
  readonly effective: EffectiveSpec | null;
  readonly impairment: Impairment | null;
  /** What a server's own emulated link does, in its words; null: it has none, or does not say. */
  readonly linkThere: string | null;
  readonly lanes: readonly Lane[];
  readonly result: RunResult | null;
}

/** The directions that a run sends in by itself: those of a one-way mode; none where probes are answered. */
export function oneWayDirections(spec: RunSpec): readonly Direction[] {
  return spec.mode === 'both'
    ? ['up', 'down']
    : spec.mode === 'up' || spec.mode === 'down'
      ? [spec.mode]
      : [];
}

export function emptyModel(spec: RunSpec): RunModel {
  return {
    phase: 'starting',
    spec,
    effective: null,
    impairment: spec.impairment,
    linkThere: null,
    lanes: spec.transports.map(emptyLane),
    result: null,
  };
}

export function emptyLane(transport: Transport): Lane {
  return {
    transport,
    snapshot: null,
    history: [],
    carried: { up: [], down: [] },
    strip: { from: 0, fates: '' },
    happening: null,
    packets: [],
    origins: {},
    dropped: 0,
    droppedAcks: 0,
    repeated: 0,
    final: null,
  };
}

/** Counts of a lane for the screen: from the result once there is one, else from the last snapshot. */
export interface Tally {
  readonly sent: number;
  readonly answered: number;
  /** Nobody knows of them: the run ended while they were awaited. */
  readonly open: number;
  /** Lost, late, and (while the run goes on) overtaken by later ones. */
  readonly missing: number;
  readonly duplicates: number | null;
  readonly reordered: number | null;
  readonly retransmits: number | null;
  /** Packets of this transport that the emulated link dropped; null elsewhere. */
  readonly dropped: number | null;
  /** Of those: acknowledgements alone; null where that is not known. */
  readonly droppedAcks: number | null;
  readonly slowest: number | null;
}
