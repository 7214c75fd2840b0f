/**
 * A chat room as a state machine: who comes and goes, and what each line means. It does no I/O and reads no clock.
 *
 * Over TCP every line of every member reaches every other member once and in the order in which the room took it. A
 * member that asked for UDP speaks and hears over datagrams: each sender's messages are numbered, and what is missing
 * is told, never repaired.
 */

import { Contrast } from './contrast.ts';
import { Dispatch } from './dispatch.ts';
import { Entrance } from './entrance.ts';
import { Hall, type RoomPort } from './hall.ts';
import { parseCommand } from './language/commands.ts';
import { parseHello, type RoomEvent } from './language/events.ts';
import type { LineProblem } from './language/lines.ts';
import { Member } from './member.ts';
import { Rulings } from './names/rulings.ts';
import { ROOM_LIMITS, type RoomLimits } from './rates/limits.ts';
import { LineShares, type Origin } from './rates/shares.ts';
import { Rule } from './rule.ts';
import { Talk } from './talk.ts';

/** ns that a connection may be without a name even where many want to come in. */
const UNTROUBLED = 2e9;

export interface RoomOptions {
  readonly limits?: RoomLimits;
  /** What happens to datagrams here, in words; null: nothing. */
  readonly impairment?: string | null;
  /** What is told over TCP crosses such a link, too. */
  readonly linked?: boolean;
  /** What the host's own hello carries; null: nobody hosts from within. */
  readonly hostKey?: string | null;
  /** A new secret of 16 hexadecimal digits. */
  readonly token: () => string;
}

export class Room {
  readonly #hall: Hall;
  readonly #talk: Talk;
  readonly #contrast: Contrast;
  readonly #entrance: Entrance;
  readonly #dispatch: Dispatch;
  readonly #shares: LineShares;
  readonly #limits: RoomLimits;
  readonly #token: () => string;
  #nextId = 1;

  constructor(port: RoomPort, options: RoomOptions) {
    const { limits = ROOM_LIMITS, impairment = null, linked = false, hostKey = null, token } = options;
    const rulings = new Rulings();
    this.#hall = new Hall(port);
    this.#talk = new Talk(this.#hall);
    this.#contrast = new Contrast(this.#hall, limits.contrastRest);
    this.#entrance = new Entrance(this.#hall, rulings, { limits, impairment, linked, hostKey });
    const rule = new Rule(this.#hall, rulings);
    this.#dispatch = new Dispatch(this.#hall, this.#talk, this.#contrast, this.#entrance, rule);
    this.#shares = new LineShares(limits);
    this.#limits = limits;
    this.#token = token;
  }

  /** People with a name. */
  get people(): number {
    return this.#hall.people;
  }

  /** Something is under way that wants `tick` every 20 ms or so, and not only a few times a second. */
  get hurried(): boolean {
    return this.#contrast.running;
  }

  /** @returns undefined where the room is full */
  connect(now: number, origin: Origin = HERE): Member | undefined {
    const { members, people } = this.#hall;
    if (people >= this.#limits.people) return undefined;
    if (members.size - people >= this.#limits.unnamed && !this.#makeWay(now)) return undefined;
    const secrets = { token: this.#token(), pass: this.#token() };
    const member = new Member(this.#nextId++, { ...secrets, origin }, this.#limits, now);
    members.set(member.id, member);
    return member;
  }

  /** Whoever has been silent the longest goes, so that connections that say nothing keep nobody out. */
  #makeWay(now: number): boolean {
    for (const member of this.#hall.members.values()) {
      if (member.name !== null) continue;
      if (now - member.cameAt < UNTROUBLED) return false;
      this.#hall.expel(member, 'idle', 'silent');
      return true;
    }
    return false;
  }

  /** A line over TCP. */
  line(id: number, text: string, now: number): void {
    const member = this.#hall.members.get(id);
    if (member === undefined) return;
    if (member.name === null) {
      const hello = member.tries === 0 ? parseHello(text) : undefined;
      if (hello !== undefined) this.#entrance.hello(member, hello, now);
      else if (parseCommand(text).kind === 'quit') this.#dispatch.quit(member);
      else this.#entrance.name(member, text, now);
    } else if (this.#allowed(member, now)) this.#dispatch.line(member, text, now);
  }

  /** What came over TCP is no line. */
  problem(id: number, problem: LineProblem, now: number): void {
    const member = this.#hall.members.get(id);
    if (member === undefined) return;
    if (problem === 'endless') this.#hall.expel(member, 'flood', problem);
    else if (member.name === null) {
      this.#hall.refuse(member, problem);
      this.#entrance.tryAgain(member);
    } else if (this.#allowed(member, now)) this.#hall.refuse(member, problem);
  }

  /** A message that came as a datagram. */
  heard(id: number, number: number, text: string, action: boolean, now: number): void {
    const member = this.#speaker(id);
    if (member === undefined || text.trim() === '' || !this.#allowed(member, now)) return;
    if (this.#dispatch.muted(member)) return;
    if (this.#likely(member, number, now)) this.#talk.heard(member, number, text, action, now);
  }

  /** A sender of datagrams says how far it has counted. */
  counted(id: number, last: number, now: number): void {
    const member = this.#speaker(id);
    if (member !== undefined && this.#likely(member, last, now)) this.#talk.counted(member, last, now);
  }

  /** The member's datagrams come from an address that its token has proved. */
  reached(id: number): void {
    const member = this.#hall.members.get(id);
    if (member?.name == null || member.datagrams) return;
    member.datagrams = true;
    const people = Array.from(this.#hall.named, (other) => ({ id: other.id, last: other.last }));
    this.#hall.tell(member, { event: 'datagrams', people });
  }

  /** The connection ended, or was ended. */
  ended(id: number, why: 'quit' | 'vanished' | 'slow'): void {
    const member = this.#hall.members.get(id);
    if (member !== undefined) this.#hall.leave(member, why);
  }

  /** The host's word, where the host is no member. @returns why it had no effect; undefined: it had */
  order(text: string, now: number): Extract<RoomEvent, { event: 'refused' }> | undefined {
    return this.#dispatch.order(text, now);
  }

  tick(now: number): void {
    for (const member of this.#hall.members.values()) {
      const quiet = now - member.heardAt;
      if (member.name === null && quiet > this.#limits.handshake) this.#hall.expel(member, 'idle', 'silent');
      else if (quiet > this.#limits.idle) this.#hall.expel(member, 'idle', 'idle');
      else if (member.transport === 'udp') this.#tellLost(member, now);
    }
    this.#talk.repeat(now);
    this.#contrast.tick(now);
    this.#hall.comings.tick(now);
  }

  stop(): void {
    for (const member of this.#hall.members.values()) {
      this.#hall.tell(member, { event: 'stopped' });
      this.#hall.port.hangUp(member.id);
    }
    this.#hall.empty();
  }

  #speaker(id: number): Member | undefined {
    const member = this.#hall.members.get(id);
    return member?.name != null && member.transport === 'udp' ? member : undefined;
  }

  /** Whether it can have counted so far within its limit of lines: nobody has lost what he cannot have said. */
  #likely({ cameAt }: Member, number: number, now: number): boolean {
    const { linesPerSecond, burst, refusals } = this.#limits;
    return number >= 1 && number <= burst + refusals + (2 * linesPerSecond * (now - cameAt)) / 1e9;
  }

  /** A notice of losses is a line like any other, and its sender's: nobody fills the room with them. */
  #tellLost(member: Member, now: number): void {
    member.untold += this.#talk.lost(member, now);
    if (member.untold === 0 || now - member.toldAt < LOSSES_EVERY || member.muted) return;
    if (!member.allowance.take(now) || !this.#shares.take(member.origin, now)) return;
    this.#talk.tellLost(member, member.untold);
    member.untold = 0;
    member.toldAt = now;
  }

  /** Within its limit of lines; tells it otherwise, and hangs up on one that goes on and on. */
  #allowed(member: Member, now: number): boolean {
    member.heardAt = now;
    if (member.allowance.take(now)) {
      member.refusals = 0;
      if (this.#shares.take(member.origin, now)) return true;
      // Others of its address may have used it up: nobody is hung up on for that.
      this.#hall.refuse(member, 'address-fast');
      return false;
    }
    if (++member.refusals > this.#limits.refusals) this.#hall.expel(member, 'flood', 'flood');
    else this.#hall.refuse(member, 'too-fast', `${this.#limits.linesPerSecond}`);
    return false;
  }
}

/** ns between two notices of losses of one sender. */
const LOSSES_EVERY = 1e9;
const HERE: Origin = { address: '', network: '', here: true };
