/** Who was on a server, by run: the two transports of one `compare` are one guest. Pure. */
import type { Transport } from '../../units.ts';
import type { ServerEvent, ServerSessionFigures, ServerSessionInfo } from '../events/server-events.ts';

export interface ServedSession {
  readonly info: ServerSessionInfo;
  readonly figures: ServerSessionFigures | null;
  /** How it ended; null while it lasts. */
  readonly ended: (ServerEvent & { event: 'session-ended' })['reason'] | null;
}

export interface Guest {
  /** Of the run, or of the session that stands alone. */
  readonly key: string;
  /** Hostile until it was made harmless; null: it says none. */
  readonly name: string | null;
  readonly address: string;
  readonly of: Readonly<Partial<Record<Transport, ServedSession>>>;
  /** Wall clock, ms since 1970. */
  readonly since: number;
  /** Nothing of it goes on. */
  readonly gone: boolean;
}

/** In the order of coming. */
export function guestsOf(sessions: readonly ServedSession[]): Guest[] {
  const byRun = new Map<string, ServedSession[]>();
  for (const session of sessions) {
    const { run, id, address, transport } = session.info;
    const key = run === null ? `#${id}` : `${run} ${address}`;
    const own = byRun.get(key) ?? [];
    // A run that comes a second time with the same transport is another guest, whatever it says.
    if (own.some(({ info }) => info.transport === transport)) byRun.set(`#${id}`, [session]);
    else byRun.set(key, [...own, session]);
  }
  return Array.from(byRun, ([key, own]) => guestOf(key, own));
}

/**
 * At most so many. Of the address that has the most of them the oldest goes first: whoever comes and goes a thousand times
 * crowds out nobody but itself.
 */
export function uncrowded<Of>(all: readonly Of[], most: number, addressOf: (one: Of) => string): Of[] {
  const kept = [...all];
  while (kept.length > most) {
    const counts = new Map<string, number>();
    for (const one of kept) counts.set(addressOf(one), (counts.get(addressOf(one)) ?? 0) + 1);
    const [crowded] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    kept.splice(
      kept.findIndex((one) => addressOf(one) === crowded),
      1,
    );
  }
  return kept;
}

function guestOf(key: string, sessions: readonly ServedSession[]): Guest {
  const { info } = sessions[0]!;
  return {
    key,
    name: info.name,
    address: info.address,
    of: Object.fromEntries(sessions.map((session) => [session.info.transport, session])),
    since: Math.min(...sessions.map((session) => session.info.since)),
    gone: sessions.every(({ ended }) => ended !== null),
  };
}

/** Of one transport of a guest; times in ns, ratios 0..1; null: not known (yet). */
export interface GuestFigures {
  readonly sent: number | null;
  readonly answered: number | null;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly lost: number | null;
  /** Of what was sent; known when the run is over. */
  readonly loss: number | null;
  readonly lossUp: number | null;
  readonly lossDown: number | null;
  /** TCP segments. */
  readonly resent: number | null;
}

export function guestFigures({ figures, info }: ServedSession): GuestFigures {
  const { sent = null, answered = null, p50 = null, p99 = null } = figures?.client ?? {};
  const { lostUp = null, lostDown = null } = figures?.client ?? {};
  const lost = sumOf(lostUp, lostDown);
  // While it goes on the server knows what is missing below the highest number; what it answers in vain only the client.
  const soFar = info.transport === 'udp' ? (figures?.loss ?? null) : null;
  return {
    sent,
    answered,
    p50,
    p99,
    lost,
    loss: shareOf(lost, sent),
    lossUp: shareOf(lostUp, sent) ?? soFar,
    lossDown: sent === null || lostUp === null ? null : shareOf(lostDown, sent - lostUp),
    resent: figures?.resent ?? null,
  };
}

const sumOf = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b;
const shareOf = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole <= 0 ? null : part / whole;

export type Range = readonly [least: number, most: number];

/** What a class has seen together: the least and the most of its guests; null where nobody knows. */
export interface ClassFigures {
  readonly guests: number;
  readonly tcp: { readonly lost: Range | null; readonly resent: Range | null; readonly p99: Range | null };
  /** `soFar`: of what came up, while nobody has ended. */
  readonly udp: { readonly loss: Range | null; readonly soFar: boolean; readonly p99: Range | null };
}

export function classFigures(guests: readonly Guest[]): ClassFigures {
  const of = (transport: Transport): GuestFigures[] =>
    guests.flatMap(({ of }) => (of[transport] === undefined ? [] : [guestFigures(of[transport])]));
  return rangesOf(guests.length, of('tcp'), of('udp'));
}

export function rangesOf(
  guests: number,
  tcp: readonly Pick<GuestFigures, 'lost' | 'resent' | 'p99'>[],
  udp: readonly Pick<GuestFigures, 'loss' | 'lossUp' | 'p99'>[],
): ClassFigures {
  const whole = rangeOf(udp.map(({ loss }) => loss));
  return {
    guests,
    tcp: {
      lost: rangeOf(tcp.map(({ lost }) => lost)),
      resent: rangeOf(tcp.map(({ resent }) => resent)),
      p99: rangeOf(tcp.map(({ p99 }) => p99)),
    },
    udp: {
      loss: whole ?? rangeOf(udp.map(({ lossUp }) => lossUp)),
      soFar: whole === null,
      p99: rangeOf(udp.map(({ p99 }) => p99)),
    },
  };
}

function rangeOf(values: readonly (number | null)[]): Range | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : [Math.min(...known), Math.max(...known)];
}
