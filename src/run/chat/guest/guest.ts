/**
 * One member of a room as sockbench plays it: what the host says becomes what a person sees. Pure; the host is as little
 * trusted as any member. One guest lives as long as one connection.
 */
import { safeText } from '../../../safe-text.ts';
import { parseCommand } from '../../../session/chat/language/commands.ts';
import type { Datagram } from '../../../session/chat/language/datagram.ts';
import {
  CHAT_VERSION,
  helloLine,
  type Person,
  parseEvent,
  type RoomEvent,
} from '../../../session/chat/language/events.ts';
import { MOST_CONTRAST } from '../../../session/chat/rates/limits.ts';
import { tokenFromHex } from '../../../wire/header.ts';
import { ContrastBoard } from './contrast-board.ts';
import { GuestDatagrams, type GuestPort } from './guest-datagrams.ts';
import { Others } from './others.ts';
import { isNews, shownOf } from './shown.ts';

type LeftEvent = Extract<RoomEvent, { event: 'left' }>;

export interface GuestOptions {
  readonly name: string;
  readonly transport: 'tcp' | 'udp';
  /** Of the connection before. */
  readonly pass?: string | undefined;
  /** Of one who hosts the room: what shows the room that it does. */
  readonly hostKey?: string | undefined;
}

export class Guest {
  readonly #port: GuestPort;
  readonly #transport: 'tcp' | 'udp';
  readonly #others = new Others();
  readonly #datagrams: GuestDatagrams;
  /** To come back with, should this connection be cut. */
  pass: string | undefined;
  readonly #hostKey: string | undefined;
  #id = 0;
  name: string;
  /** In the room, under a name. */
  here = false;
  #contrast: ContrastBoard | undefined;

  constructor(port: GuestPort, { name, transport, pass, hostKey }: GuestOptions) {
    this.#port = port;
    this.name = name;
    this.#transport = transport;
    this.#datagrams = new GuestDatagrams(port, transport, this.#others);
    this.pass = pass;
    this.#hostKey = hostKey;
  }

  get people(): readonly Person[] {
    return this.#others.people;
  }

  /** People whose messages are counted, those who have just left included. */
  get remembered(): number {
    return this.#others.remembered;
  }

  start(): void {
    const { name, pass } = this;
    const hello = { version: CHAT_VERSION, transport: this.#transport, name, pass, host: this.#hostKey };
    this.#port.line(helloLine(hello));
  }

  /** What the person typed. */
  say(line: string, now: number): void {
    if (!this.here) {
      this.name = line;
      this.#port.line(line);
      return;
    }
    const command = parseCommand(line);
    const spoken = command.kind === 'say' || command.kind === 'act';
    if (!spoken || this.#transport === 'tcp') {
      this.#port.line(line);
      return;
    }
    this.#datagrams.say(line, command.text, command.kind === 'act', this.name, now);
  }

  /** A line of the host's. @returns whether it was one */
  heard(line: string, now: number): boolean {
    const event = parseEvent(line);
    if (event === undefined) return false;
    this.#take(event, now);
    return true;
  }

  datagram(message: Datagram, now: number): void {
    if (!this.here || !this.#datagrams.isOurs(message)) return;
    if (message.type !== 'contrast') this.#datagrams.hear(message, now);
    else if (this.#contrast?.run === message.id) {
      this.#contrast.datagram(message.number, now);
      this.#showContrast();
    }
  }

  tick(now: number): void {
    if (this.here) this.#datagrams.tick(now);
  }

  #take(event: RoomEvent, now: number): void {
    if (isNews(event)) {
      this.#port.event(shownOf(event));
      return;
    }
    switch (event.event) {
      case 'welcome':
        this.#welcome(event, now);
        break;
      case 'joined':
        this.#joined(event.person, now);
        break;
      case 'left':
        this.#left(event, now);
        break;
      case 'crowd':
        this.#crowd(event, now);
        break;
      case 'renamed':
        this.#renamed(event);
        break;
      case 'datagrams':
        this.#datagrams.start(event.people, now);
        break;
      case 'people':
        this.#others.list(event.people);
        this.#port.event({ kind: 'people', people: this.people });
        break;
      case 'contrast':
        this.#takeContrast(event);
        break;
    }
  }

  #welcome(event: Extract<RoomEvent, { event: 'welcome' }>, now: number): void {
    this.here = true;
    this.#id = event.id;
    this.name = safeText(event.name);
    this.pass = event.pass;
    this.#datagrams.welcomed(tokenFromHex(event.token), now);
    this.#others.list(event.people);
    const impairment = event.impairment === null ? null : safeText(event.impairment);
    this.#port.event({
      kind: 'welcome',
      name: this.name,
      transport: this.#transport,
      impairment,
      linked: event.linked === true,
      people: this.people,
    });
  }

  #joined(person: Person, now: number): void {
    const known = this.#others.joined(person);
    this.#port.event({ kind: 'joined', name: known.name, person: known });
    this.#datagrams.replay(now);
  }

  #left({ id, why, last }: LeftEvent, now: number): void {
    const name = this.#gone(id, last, now);
    if (name !== undefined) this.#port.event({ kind: 'left', name, why });
  }

  /** @returns who it was; undefined where it was not here */
  #gone(id: number, last: number, now: number): string | undefined {
    const counting = this.#transport === 'udp' && this.#datagrams.through === true;
    return this.#others.left(id, last, counting, now);
  }

  #crowd({ joined, left, passed }: Extract<RoomEvent, { event: 'crowd' }>, now: number): void {
    // Whoever has just come finds itself among them.
    const others = joined.filter(({ id }) => id !== this.#id);
    const came = others.map((person) => this.#others.joined(person).name);
    const gone = left.map(({ id, last }) => this.#gone(id, last, now)).filter((name) => name !== undefined);
    if (came.length + gone.length + passed > 0)
      this.#port.event({ kind: 'crowd', joined: came, left: gone, passed });
    this.#datagrams.replay(now);
  }

  #renamed({ id, from, to }: Extract<RoomEvent, { event: 'renamed' }>): void {
    const name = safeText(to);
    this.#others.renamed(id, name);
    const mine = id === this.#id;
    if (mine) this.name = name;
    this.#port.event({ kind: 'renamed', from: safeText(from), to: name, mine });
  }

  #takeContrast({ run, phase, by, of, number }: Extract<RoomEvent, { event: 'contrast' }>): void {
    if (phase === 'start') {
      if (of > MOST_CONTRAST) return;
      this.#contrast = new ContrastBoard(run, safeText(by), of, this.#datagrams.through === true);
    }
    if (this.#contrast?.run !== run) return;
    if (phase === 'line') this.#contrast.line(number);
    else if (phase === 'end') this.#contrast.end();
    else if (phase === 'stopped') {
      this.#contrast.shorten(of);
      this.#port.event({ kind: 'contrast-stopped', by: safeText(by), of: this.#contrast.of });
    }
    this.#showContrast();
  }

  #showContrast(): void {
    this.#port.event({ kind: 'contrast', view: this.#contrast!.view });
  }
}
