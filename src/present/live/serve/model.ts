/** What the screen of `serve` knows, grown by its reducer. Pure. */
import type { ServerEvent, ServerSessionFigures, ServerSessionInfo } from '../../../result/server-events.ts';

export interface ServedSession {
  readonly info: ServerSessionInfo;
  readonly figures: ServerSessionFigures | null;
  /** How it ended; null while it lasts. */
  readonly ended: (ServerEvent & { event: 'session-ended' })['reason'] | null;
}

export interface ServeModel {
  readonly port: number | null;
  /** What a classmate types, and where the server listens: shown while nobody is there. */
  readonly announcement: readonly string[];
  /** What an emulated link before the server does; null: there is none. */
  readonly link: string | null;
  /** By coming, the latest last; a few of those who left stay to be seen. */
  readonly sessions: readonly ServedSession[];
  readonly refused: number;
  readonly lastRefusal: { readonly address: string; readonly message: string } | null;
  /** Sessions that ever began. */
  readonly served: number;
}

export const EMPTY_SERVE: ServeModel = {
  port: null,
  announcement: [],
  link: null,
  sessions: [],
  refused: 0,
  lastRefusal: null,
  served: 0,
};

const MOST_ENDED = 30;

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

/** Drops the oldest of those who left, so that a server that stands for weeks stays small. */
function forgotten(model: ServeModel): ServeModel {
  let excess = model.sessions.filter((session) => session.ended !== null).length - MOST_ENDED;
  if (excess <= 0) return model;
  return { ...model, sessions: model.sessions.filter((session) => session.ended === null || excess-- <= 0) };
}
