/** What the screen of a race knows, grown by its reducer from what happens. Pure. */

import type {
  Entrant,
  Happening,
  LessonEvent,
  LessonPacket,
  ProtocolResult,
  Racer,
} from '../../../result/document/lesson.ts';
import type { Impairment } from '../../../result/impairment.ts';
import { timeOf } from '../../lesson/say.ts';

/** Of a packet of the file, as it is drawn. */
export type PacketState = 'toCome' | 'underWay' | 'lost' | 'arrived' | 'acknowledged';

export interface RaceLane {
  readonly entrant: Entrant;
  readonly states: readonly PacketState[];
  /** The oldest packet that is not acknowledged; all before it are. */
  readonly base: number;
  /** Packets that were sent at least once. */
  readonly next: number;
  readonly sent: number;
  readonly again: number;
  readonly lost: number;
  /**
   * Of those that arrived, the ones the receiver had: what was sent again for nothing, as far as it has arrived. null: TCP
   * tells nobody.
   */
  readonly needless: number | null;
  /** Share of the file that was delivered (TCP). */
  readonly bytes: number;
  /** The latest packets, for the picture of the wire. */
  readonly flights: readonly LessonPacket[];
  /** The latest things that happened, the last one last. */
  readonly happenings: readonly Happening[];
  /** ns */
  readonly now: number;
  readonly result: ProtocolResult | null;
}

export interface RaceModel {
  readonly impairment: Impairment | null;
  readonly packets: number;
  readonly bytes: number;
  readonly lanes: readonly RaceLane[];
  readonly over: boolean;
}

export const EMPTY_RACE: RaceModel = { impairment: null, packets: 0, bytes: 0, lanes: [], over: false };

const MOST_FLIGHTS = 200;
const MOST_HAPPENINGS = 60;

export function reduceRace(model: RaceModel, event: LessonEvent): RaceModel {
  switch (event.event) {
    case 'start': {
      const { impairment, packets, bytes, entrants } = event;
      return {
        ...model,
        impairment,
        packets,
        bytes,
        lanes: entrants.map((entrant) => laneOf(entrant, packets)),
      };
    }
    case 'happened':
      return changed(model, event.racer, (lane) => event.happenings.reduce(after, lane));
    case 'link':
      // Of a link that was changed nothing was predicted.
      return { ...model, impairment: event.impairment, lanes: model.lanes.map(unpredicted) };
    case 'ended': {
      const { result } = event;
      const next = changed(model, result.name, (lane) => finished(lane, result));
      return { ...next, over: next.lanes.length > 0 && next.lanes.every((lane) => lane.result !== null) };
    }
    default:
      return event satisfies never;
  }
}

const unpredicted = (lane: RaceLane): RaceLane => ({
  ...lane,
  entrant: { ...lane.entrant, predicted: null },
});

const laneOf = (entrant: Entrant, packets: number): RaceLane => ({
  entrant,
  states: Array.from({ length: entrant.window === null ? 0 : packets }, () => 'toCome' as const),
  base: 0,
  next: 0,
  sent: 0,
  again: 0,
  lost: 0,
  needless: entrant.window === null ? null : 0,
  bytes: 0,
  flights: [],
  happenings: [],
  now: 0,
  result: null,
});

function changed(model: RaceModel, racer: Racer, change: (lane: RaceLane) => RaceLane): RaceModel {
  return {
    ...model,
    lanes: model.lanes.map((lane) => (lane.entrant.name === racer ? change(lane) : lane)),
  };
}

function finished(lane: RaceLane, result: ProtocolResult): RaceLane {
  const { sent, resent: again, lost, lostAnswers, needless, delivered: bytes } = result;
  const now = result.seconds === null ? lane.now : result.seconds * 1e9;
  return { ...lane, sent, again, lost: lost + lostAnswers, needless, bytes, now, result };
}

function after(lane: RaceLane, happening: Happening): RaceLane {
  const next = {
    ...applied(lane, happening),
    now: Math.max(lane.now, timeOf(happening)),
  };
  if (happening.what === 'progress') return next;
  return { ...next, happenings: [...lane.happenings, happening].slice(-MOST_HAPPENINGS) };
}

function applied(lane: RaceLane, happening: Happening): RaceLane {
  switch (happening.what) {
    case 'sent': {
      const { index, again } = happening;
      const states = stated(lane.states, index, 'underWay', ['toCome', 'lost']);
      return {
        ...lane,
        states,
        next: Math.max(lane.next, index + 1),
        sent: lane.sent + 1,
        again: lane.again + (again ? 1 : 0),
      };
    }
    case 'acknowledged':
      return acknowledged(lane, happening.index, happening.cumulative);
    case 'arrived':
      return arrived(lane, happening);
    case 'fate':
      return fated(lane, happening.packet);
    case 'progress':
      return { ...lane, bytes: happening.bytes };
    case 'timeout':
      return lane;
    default:
      return happening satisfies never;
  }
}

function acknowledged(lane: RaceLane, index: number, cumulative: boolean): RaceLane {
  const states = lane.states.map((state, at) =>
    at === index || (cumulative && at <= index) ? ('acknowledged' as const) : state,
  );
  const open = states.findIndex((state) => state !== 'acknowledged');
  return { ...lane, states, base: open === -1 ? states.length : open };
}

function arrived(lane: RaceLane, { index, taken }: Extract<Happening, { what: 'arrived' }>): RaceLane {
  if (taken === 'accepted' || taken === 'buffered')
    return { ...lane, states: stated(lane.states, index, 'arrived', ['underWay', 'lost']) };
  const had = lane.states[index] === 'arrived' || lane.states[index] === 'acknowledged';
  return had && lane.needless !== null ? { ...lane, needless: lane.needless + 1 } : lane;
}

function fated(lane: RaceLane, packet: LessonPacket): RaceLane {
  const { kind, number, fate } = packet;
  const flights = [...lane.flights, packet].slice(-MOST_FLIGHTS);
  const gone = fate !== 'delivered';
  const tcp = lane.entrant.window === null && kind === 'data';
  const states =
    gone && kind === 'data' && number !== null
      ? stated(lane.states, number, 'lost', ['underWay'])
      : lane.states;
  return {
    ...lane,
    flights,
    states,
    lost: lane.lost + (gone && kind !== 'other' ? 1 : 0),
    sent: lane.sent + (tcp ? 1 : 0),
    again: lane.again + (tcp && packet.again ? 1 : 0),
  };
}

/** A new state, where the one before permits it: what is acknowledged stays so. */
function stated(
  states: readonly PacketState[],
  index: number,
  state: PacketState,
  from: readonly PacketState[],
): readonly PacketState[] {
  if (!from.includes(states[index] ?? 'acknowledged')) return states;
  return states.with(index, state);
}
