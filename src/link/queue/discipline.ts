/** What a queue before a bandwidth is: pure, in virtual time. */

/** What a queue must know of a packet. */
export interface Waiting {
  readonly bytes: number;
  /** Packets of one flow are never overtaken by each other. */
  readonly flow: number;
  /** Of an ECN-capable transport: it can be marked (RFC 3168). */
  readonly capable: boolean;
  /** When it came, ns. */
  readonly arrived: number;
}

/** How much may wait. */
export interface Room {
  readonly packets: number;
  readonly bytes: number;
}

/** Why a queue drops: it is full, or its management says so. */
export type Drop = 'full' | 'aqm';

/** Told of each packet that does not simply pass. A marked one still leaves. */
export interface Told<T> {
  dropped(item: T, why: Drop, now: number): void;
  marked(item: T): void;
}

export interface Discipline<T extends Waiting> {
  readonly packets: number;
  readonly bytes: number;
  /** Takes it, or drops it, or others for it. */
  enqueue(item: T, now: number): void;
  /** Takes it, whatever room there is. */
  put(item: T): void;
  /** The next one to be sent. @param now never falls */
  dequeue(now: number): T | undefined;
  /** Those that wait, in order of arrival. */
  waiting(): readonly T[];
}

/** Whether one more of so many bytes fits. */
export const fits = (room: Room, queue: { packets: number; bytes: number }, bytes: number): boolean =>
  queue.packets < room.packets && queue.bytes + bytes <= room.bytes;
