/** A room without sockets, for tests. */
import { helloLine, type RoomEvent } from '../../../src/session/chat/language/events.ts';
import { ROOM_LIMITS, type RoomLimits } from '../../../src/session/chat/rates/limits.ts';
import type { Origin } from '../../../src/session/chat/rates/shares.ts';
import { Room } from '../../../src/session/chat/room.ts';

export const SECOND = 1e9;
const ENOUGH = { perSecond: 1e9, burst: 1e9 };
/** Lines without a limit. */
export const FREE: RoomLimits = {
  ...ROOM_LIMITS,
  linesPerSecond: 1e9,
  burst: 1e9,
  linesOfAddress: ENOUGH,
  linesOfNetwork: ENOUGH,
  linesHere: ENOUGH,
};

interface Copy {
  readonly id: number;
  readonly number: number;
  readonly text: string;
}

export const HOST_KEY = 'ab'.repeat(8);

/** A room, and everything it told to each connection. */
export function world(limits: RoomLimits = FREE) {
  const told = new Map<number, RoomEvent[]>();
  const relayed = new Map<number, Copy[]>();
  const lasts = new Map<number, { id: number; last: number }[][]>();
  const contrasts = new Map<number, number[]>();
  const hungUp: number[] = [];
  const seen: RoomEvent[] = [];
  let tokens = 0;
  const of = <T>(map: Map<number, T[]>, id: number): T[] => {
    const list = map.get(id) ?? [];
    map.set(id, list);
    return list;
  };
  const room = new Room(
    {
      tell: (id, event) => of(told, id).push(event),
      relay: (id, { id: by, number, text }) => of(relayed, id).push({ id: by, number, text }),
      lasts: (id, pairs) => of(lasts, id).push([...pairs]),
      contrast: (id, _run, number) => of(contrasts, id).push(number),
      hangUp: (id) => hungUp.push(id),
      seen: (event) => seen.push(event),
    },
    { limits, hostKey: HOST_KEY, token: () => (++tokens).toString(16).padStart(16, '0') },
  );
  const heard = (id: number, kind: RoomEvent['event']): RoomEvent[] =>
    (told.get(id) ?? []).filter(({ event }) => event === kind);
  const refusals = (id: number): string[] =>
    (told.get(id) ?? []).flatMap((event) => (event.event === 'refused' ? [event.reason] : []));
  const enter = (name: string, transport?: 'tcp' | 'udp', now = 0, from?: Origin): number => {
    const { id } = room.connect(now, from)!;
    room.line(id, transport === undefined ? name : helloLine({ version: 1, transport, name }), now);
    return id;
  };
  /** Whoever hosts the room, in it. */
  const enterHost = (name: string, now = 0): number => {
    const { id } = room.connect(now)!;
    room.line(id, helloLine({ version: 1, transport: 'tcp', name, host: HOST_KEY }), now);
    return id;
  };
  return { room, told, relayed, lasts, contrasts, hungUp, seen, heard, refusals, enter, enterHost };
}
