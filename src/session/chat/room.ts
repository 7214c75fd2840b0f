/**
 * A chat room as a state machine: who comes and goes, and what each line means. It does no I/O and reads no clock.
 *
 * Over TCP every line of every member reaches every other member once and in the order in which the room took it. A
 * member that asked for UDP speaks and hears over datagrams: each sender's messages are numbered, and what is missing
 * is told, never repaired.
 */
import { parseCommand } from './commands.ts';
import { Contrast } from './contrast.ts';
import { CHAT_VERSION, type Hello, parseHello, type Refusal } from './events.ts';
import { Hall, type RoomPort } from './hall.ts';
import { NAME_TRIES, ROOM_LIMITS, type RoomLimits } from './limits.ts';
import type { LineProblem } from './lines.ts';
import { Member } from './member.ts';
import { nameProblem, tidyName } from './names.ts';
import { Talk } from './talk.ts';

/** ns that a connection may be without a name even where many want to come in. */
const UNTROUBLED = 2e9;

export interface RoomOptions {
  readonly limits?: RoomLimits;
  /** What happens to datagrams here, in words; null: nothing. */
  readonly impairment?: string | null;
  /** A new secret of 16 hexadecimal digits. */
  readonly token: () => string;
}

export class Room {
  readonly #hall: Hall;
  readonly #talk: Talk;
  readonly #contrast: Contrast;
  readonly #limits: RoomLimits;
  readonly #impairment: string | null;
  readonly #token: () => string;
  #nextId = 1;

  constructor(port: RoomPort, { limits = ROOM_LIMITS, impairment = null, token }: RoomOptions) {
    this.#hall = new Hall(port);
    this.#talk = new Talk(this.#hall);
    this.#contrast = new Contrast(this.#hall);
    this.#limits = limits;
    this.#impairment = impairment;
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
  connect(now: number): Member | undefined {
    const { members, people } = this.#hall;
    if (people >= this.#limits.people) return undefined;
    if (members.size - people >= this.#limits.unnamed && !this.#makeWay(now)) return undefined;
    const member = new Member(this.#nextId++, [this.#token(), this.#token()], this.#limits, now);
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
      if (hello !== undefined) this.#hello(member, hello, now);
      else if (parseCommand(text).kind === 'quit') this.#quit(member);
      else this.#name(member, text, now);
    } else if (this.#allowed(member, now)) this.#command(member, text, now);
  }

  /** What came over TCP is no line. */
  problem(id: number, problem: LineProblem, now: number): void {
    const member = this.#hall.members.get(id);
    if (member === undefined) return;
    if (problem === 'endless') this.#hall.expel(member, 'flood', problem);
    else if (member.name === null) {
      this.#hall.refuse(member, problem);
      this.#tryAgain(member);
    } else if (this.#allowed(member, now)) this.#hall.refuse(member, problem);
  }

  /** A message that came as a datagram. */
  heard(id: number, number: number, text: string, action: boolean, now: number): void {
    const member = this.#speaker(id);
    if (member === undefined || text.trim() === '' || !this.#allowed(member, now)) return;
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

  tick(now: number): void {
    for (const member of this.#hall.members.values()) {
      const quiet = now - member.heardAt;
      if (member.name === null && quiet > this.#limits.handshake) this.#hall.expel(member, 'idle', 'silent');
      else if (quiet > this.#limits.idle) this.#hall.expel(member, 'idle', 'idle');
      else if (member.transport === 'udp') this.#talk.tellLost(member, now);
    }
    this.#talk.repeat(now);
    this.#contrast.tick(now);
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

  #hello(member: Member, hello: Hello, now: number): void {
    member.plain = false;
    if (hello.version !== CHAT_VERSION) {
      this.#hall.expel(member, 'quit', 'version', `${CHAT_VERSION}`);
      return;
    }
    member.transport = hello.transport;
    if (hello.pass !== undefined) this.#replace(hello.pass);
    this.#name(member, hello.name, now);
  }

  /** A connection that was cut may linger for half a minute before the host notices: whoever it was is back. */
  #replace(pass: string): void {
    for (const ghost of this.#hall.named) {
      if (ghost.pass !== pass) continue;
      this.#hall.leave(ghost, 'vanished');
      this.#hall.port.hangUp(ghost.id);
      return;
    }
  }

  #name(member: Member, text: string, now: number): void {
    const name = tidyName(text);
    const refusal = this.#refusalOf(name, member);
    if (refusal === 'full') {
      // Another name would not help.
      this.#hall.expel(member, 'quit', refusal);
      return;
    }
    if (refusal !== undefined) {
      this.#hall.refuse(member, refusal, name);
      this.#tryAgain(member);
      return;
    }
    this.#hall.name(member, name);
    member.heardAt = now;
    const { id, token, pass } = member;
    const room = { impairment: this.#impairment, people: this.#hall.persons };
    this.#hall.tell(member, { event: 'welcome', version: CHAT_VERSION, id, name, token, pass, ...room });
    const joined = { event: 'joined', person: member.person } as const;
    this.#hall.tellOthers(member, joined);
    this.#hall.port.seen?.(joined);
  }

  #refusalOf(name: string, member: Member): Refusal | undefined {
    const problem = nameProblem(name);
    if (problem !== undefined) return `name-${problem}`;
    const owner = this.#hall.find(name);
    if (owner !== undefined && owner !== member) return 'name-taken';
    return member.name === null && this.people >= this.#limits.people ? 'full' : undefined;
  }

  #tryAgain(member: Member): void {
    if (++member.tries >= NAME_TRIES) this.#hall.expel(member, 'flood', 'tries');
    else this.#hall.tell(member, { event: 'name', again: true });
  }

  /** Within its limit of lines; tells it otherwise, and hangs up on one that goes on and on. */
  #allowed(member: Member, now: number): boolean {
    member.heardAt = now;
    if (member.allowance.take(now)) {
      member.refusals = 0;
      return true;
    }
    if (++member.refusals > this.#limits.refusals) this.#hall.expel(member, 'flood', 'flood');
    else this.#hall.refuse(member, 'too-fast', `${this.#limits.linesPerSecond}`);
    return false;
  }

  #command(member: Member, line: string, now: number): void {
    const hall = this.#hall;
    const command = parseCommand(line);
    switch (command.kind) {
      case 'say':
      case 'act': {
        const said = { number: member.last + 1, text: command.text, action: command.kind === 'act' };
        this.#talk.say(member, { ...said, fate: 'in-order' }, now);
        break;
      }
      case 'private':
        this.#talk.whisper(member, command.to, command.text);
        break;
      case 'nick':
        this.#rename(member, command.name);
        break;
      case 'who':
        hall.tell(member, { event: 'people', people: hall.persons });
        break;
      case 'help':
        hall.tell(member, { event: 'help' });
        break;
      case 'contrast':
        this.#contrast.start(member, command.count, now);
        break;
      case 'quit':
        this.#quit(member);
        break;
      case 'bad':
        hall.refuse(member, 'command', command.command);
        break;
      case 'form':
        hall.refuse(member, 'form', command.command);
        break;
      case 'nothing':
        break;
    }
  }

  #quit(member: Member): void {
    this.#hall.leave(member, 'quit');
    this.#hall.port.hangUp(member.id);
  }

  #rename(member: Member, text: string): void {
    const to = tidyName(text);
    const refusal = this.#refusalOf(to, member);
    if (refusal !== undefined) {
      this.#hall.refuse(member, refusal, to);
      return;
    }
    const from = member.name!;
    this.#hall.name(member, to);
    const event = { event: 'renamed', id: member.id, from, to } as const;
    for (const other of this.#hall.named) this.#hall.tell(other, event);
    this.#hall.port.seen?.(event);
  }
}
