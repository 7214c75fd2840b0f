/** One connection of a room. */

import type { Person } from './language/events.ts';
import { Numbering } from './numbers/numbering.ts';
import { Allowance } from './rates/allowance.ts';
import type { RoomLimits } from './rates/limits.ts';
import type { Origin } from './rates/shares.ts';

export interface MemberOptions {
  readonly token: string;
  readonly pass: string;
  readonly origin: Origin;
}

export class Member {
  readonly id: number;
  /** In its datagrams; and to come back with after a cut. 16 hexadecimal digits each. */
  readonly token: string;
  readonly pass: string;
  readonly allowance: Allowance;
  /** Null until a name was taken. */
  name: string | null = null;
  transport: 'tcp' | 'udp' = 'tcp';
  /** Speaks lines of text, not sockbench's events. */
  plain = true;
  /** Its datagrams reach the host, so that the host's reach it. */
  datagrams = false;
  /** Number of its last message, as the room counts it. */
  last = 0;
  /** When `last` changed, ns. */
  lastAt = Number.NEGATIVE_INFINITY;
  /** Of a member that speaks over UDP. */
  readonly numbering = new Numbering();
  tries = 0;
  /** It is whoever hosts the room. */
  host = false;
  /** The host has ruled so: what it says reaches nobody. */
  muted = false;
  /** Messages of it that were lost, and not told yet; and when some were told. */
  untold = 0;
  toldAt = Number.NEGATIVE_INFINITY;
  refusals = 0;
  readonly origin: Origin;
  readonly cameAt: number;
  heardAt: number;

  constructor(id: number, { token, pass, origin }: MemberOptions, limits: RoomLimits, now: number) {
    this.id = id;
    this.token = token;
    this.pass = pass;
    this.origin = origin;
    this.cameAt = now;
    this.heardAt = now;
    this.allowance = new Allowance(limits.linesPerSecond, limits.burst, now);
  }

  get person(): Person {
    const { id, transport, plain, last } = this;
    return { id, name: this.name ?? '', transport, plain, last };
  }
}
