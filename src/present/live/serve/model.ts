/** What the screen of `serve` knows, grown by its reducer. Pure. */
import {
  type Guest,
  guestFigures,
  guestsOf,
  type ServedSession,
  uncrowded,
} from '../../../result/classroom/guests.ts';
import { MOST_GUESTS } from '../../../result/document/classroom.ts';
import type { ServerEvent } from '../../../result/events/server-events.ts';

export const ORDERS = ['coming', 'name', 'p99', 'loss'] as const;
export type Order = (typeof ORDERS)[number];

export interface ServeModel {
  readonly port: number | null;
  /** Where it listens and what is to be known: shown while nobody is there. */
  readonly announcement: readonly string[];
  /** What a guest types, the most useful first: always shown. */
  readonly commands: readonly string[];
  /** Where the first of them leads, for large figures; null: only this machine reaches it. */
  readonly address: string | null;
  readonly order: Order;
  /** What an emulated link before the server does; null: there is none. */
  readonly link: string | null;
  /** By coming, the latest last; those who left stay, because they are part of what the class has seen. */
  readonly sessions: readonly ServedSession[];
  readonly refused: number;
  readonly lastRefusal: { readonly address: string; readonly message: string } | null;
  /** Sessions that ever began. */
  readonly served: number;
}

export const EMPTY_SERVE: ServeModel = {
  port: null,
  announcement: [],
  commands: [],
  address: null,
  order: 'coming',
  link: null,
  sessions: [],
  refused: 0,
  lastRefusal: null,
  served: 0,
};

/** Each of two sessions. */
const MOST_ENDED = 2 * MOST_GUESTS;

export function reduceServe(model: ServeModel, event: ServerEvent): ServeModel {
  switch (event.event) {
    case 'listening':
      return { ...model, port: event.port };
    case 'session-started': {
      const session = { info: event.session, figures: null, ended: null };
      return { ...model, served: model.served + 1, sessions: [...model.sessions, session] };
    }
    case 'session':
      return changed(model, event.id, { figures: event.figures });
    case 'session-ended':
      return forgotten(changed(model, event.id, { figures: event.figures, ended: event.reason }));
    case 'refused':
      return {
        ...model,
        refused: model.refused + 1 + event.more,
        lastRefusal: { address: event.address, message: event.message },
      };
    default:
      return model;
  }
}

function changed(model: ServeModel, id: number, news: Partial<ServedSession>): ServeModel {
  return {
    ...model,
    sessions: model.sessions.map((session) => (session.info.id === id ? { ...session, ...news } : session)),
  };
}

/** Drops some of those who left, so that a server that stands for weeks stays small. */
function forgotten(model: ServeModel): ServeModel {
  const ended = model.sessions.filter((session) => session.ended !== null);
  if (ended.length <= MOST_ENDED) return model;
  const kept = new Set(uncrowded(ended, MOST_ENDED, ({ info }) => info.address));
  return {
    ...model,
    sessions: model.sessions.filter((session) => session.ended === null || kept.has(session)),
  };
}

/** Those who are there first, each group in the order that was chosen: the worst on top, those of whom nothing is known last. */
export function orderedGuests({ sessions, order }: Pick<ServeModel, 'sessions' | 'order'>): Guest[] {
  const guests = guestsOf(sessions).map((guest, at) => ({ guest, at, key: keyOf(guest, order) }));
  guests.sort((a, b) => {
    if (a.guest.gone !== b.guest.gone) return a.guest.gone ? 1 : -1;
    const among = typeof a.key === 'string' ? a.key.localeCompare(String(b.key)) : Number(b.key) - a.key;
    return among || a.at - b.at;
  });
  return guests.map(({ guest }) => guest);
}

function keyOf({ name, address, of }: Guest, order: Order): string | number {
  if (order === 'name') return name ?? address;
  if (order === 'p99') return (of.tcp && guestFigures(of.tcp).p99) ?? -1;
  if (order === 'loss') {
    const udp = of.udp && guestFigures(of.udp);
    return udp?.loss ?? udp?.lossUp ?? -1;
  }
  return 0;
}

export const nextOrder = (order: Order): Order => ORDERS[(ORDERS.indexOf(order) + 1) % ORDERS.length]!;
