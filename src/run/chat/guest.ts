/**
 * One member of a room as sockbench plays it: what the host says becomes what a person sees. Pure; the host is as little
 * trusted as any member. One guest lives as long as one connection.
 */
import type { ChatEvent } from '../../result/chat-events.ts';
import { safeText } from '../../safe-text.ts';
import { parseCommand } from '../../session/chat/commands.ts';
import { type Datagram, datagram } from '../../session/chat/datagram.ts';
import {
  CHAT_VERSION,
  helloLine,
  type Person,
  parseEvent,
  type RoomEvent,
} from '../../session/chat/events.ts';
import { LINE_BYTES, MOST_CONTRAST } from '../../session/chat/limits.ts';
import { type Token, tokenFromHex } from '../../wire/header.ts';
import { ContrastBoard } from './contrast-board.ts';
import { Others } from './others.ts';

/** Where a guest's words go. */
export interface GuestPort {
  line(text: string): void;
  datagram(message: Datagram): void;
  event(event: ChatEvent): void;
}

const SECOND = 1e9;
/** ns between two `join` datagrams, and until datagrams count as blocked. */
const JOIN_EVERY = SECOND / 2;
const BLOCKED = 5 * SECOND;
/** Datagrams held that came before the host said where its counting stands. */
const MOST_EARLY = 256;
const NOBODY: Token = { high: 0, low: 0 };

export class Guest {
  readonly #port: GuestPort;
  readonly #transport: 'tcp' | 'udp';
  readonly #others = new Others();
  readonly #early: Datagram[] = [];
  #token = NOBODY;
  /** To come back with, should this connection be cut. */
  pass: string | undefined;
  #id = 0;
  name: string;
  /** In the room, under a name. */
  here = false;
  #joinedAt = Number.NEGATIVE_INFINITY;
  #welcomedAt = Number.POSITIVE_INFINITY;
  #countedAt = Number.NEGATIVE_INFINITY;
  /** Datagrams go both ways; undefined: not known yet. */
  #datagrams: boolean | undefined;
  #said = 0;
  #contrast: ContrastBoard | undefined;

  /** @param pass of the connection before */
  constructor(port: GuestPort, name: string, transport: 'tcp' | 'udp', pass?: string) {
    this.#port = port;
    this.name = name;
    this.#transport = transport;
    this.pass = pass;
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
    this.#port.line(helloLine({ version: CHAT_VERSION, transport: this.#transport, name, pass }));
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
    if (this.#datagrams !== true) {
      this.#port.event({ kind: 'not-sent', text: line });
      return;
    }
    const action = command.kind === 'act';
    const { text } = command;
    // The host would not tell: a datagram that is none of a chat's is thrown away.
    if (Buffer.byteLength(line) > LINE_BYTES) {
      this.#port.event({ kind: 'refused', reason: 'line-long', what: '' });
      return;
    }
    this.#said++;
    this.#port.datagram(datagram('message', this.#token, { number: this.#said, text, action }));
    this.#countedAt = now;
    this.#port.event({
      kind: 'message',
      name: this.name,
      text: safeText(text),
      action,
      mine: true,
      over: 'udp',
      fate: 'in-order',
    });
  }

  /** A line of the host's. @returns whether it was one */
  heard(line: string, now: number): boolean {
    const event = parseEvent(line);
    if (event === undefined) return false;
    this.#take(event, now);
    return true;
  }

  datagram(message: Datagram, now: number): void {
    const { token } = message;
    if (!this.here || token.high !== this.#token.high || token.low !== this.#token.low) return;
    if (message.type === 'contrast') {
      if (this.#contrast?.run !== message.id) return;
      this.#contrast.datagram(message.number, now);
      this.#showContrast();
    } else if (this.#transport !== 'udp') return;
    else if (this.#datagrams !== true) {
      this.#hold(message);
    } else if (message.type === 'message') this.#message(message, now);
    else if (message.type === 'lasts') {
      for (const { id, last } of message.pairs) this.#others.told(id, last, now);
    }
  }

  tick(now: number): void {
    if (!this.here) return;
    if (this.#datagrams === undefined) this.#knock(now);
    else if (this.#said > 0 && now - this.#countedAt >= SECOND) {
      this.#countedAt = now;
      this.#port.datagram(datagram('lasts', this.#token, { number: this.#said }));
    }
    for (const lost of this.#others.lost(now)) this.#port.event({ kind: 'lost', ...lost });
  }

  #knock(now: number): void {
    if (now - this.#welcomedAt > BLOCKED) {
      this.#datagrams = false;
      this.#port.event({ kind: 'no-datagrams', transport: this.#transport });
    } else if (now - this.#joinedAt >= JOIN_EVERY) {
      this.#joinedAt = now;
      this.#port.datagram(datagram('join', this.#token));
    }
  }

  #take(event: RoomEvent, now: number): void {
    const show = (shown: ChatEvent): void => this.#port.event(shown);
    switch (event.event) {
      case 'name':
        show({ kind: 'name-wanted' });
        break;
      case 'welcome':
        this.#welcome(event, now);
        break;
      case 'joined':
        this.#joined(event.person, now);
        break;
      case 'left':
        this.#left(event, now);
        break;
      case 'renamed':
        this.#renamed(event);
        break;
      case 'message': {
        const { name, text, action, mine, fate } = event;
        const said = { name: safeText(name), text: safeText(text), action, mine, fate };
        show({ kind: 'message', ...said, over: 'tcp' });
        break;
      }
      case 'private': {
        const { from, to, text, mine } = event;
        show({ kind: 'private', from: safeText(from), to: safeText(to), text: safeText(text), mine });
        break;
      }
      case 'lost':
        show({ kind: 'lost', name: safeText(event.name), count: event.count });
        break;
      case 'datagrams':
        this.#startDatagrams(event.people, now);
        break;
      case 'people':
        this.#others.list(event.people);
        show({ kind: 'people', people: this.people });
        break;
      case 'help':
        show({ kind: 'help' });
        break;
      case 'contrast':
        this.#takeContrast(event);
        break;
      case 'refused':
        show({ kind: 'refused', reason: event.reason, what: safeText(event.what) });
        break;
      case 'stopped':
        show({ kind: 'host-stopped' });
        break;
    }
  }

  #welcome(event: Extract<RoomEvent, { event: 'welcome' }>, now: number): void {
    this.here = true;
    this.#id = event.id;
    this.name = safeText(event.name);
    this.#token = tokenFromHex(event.token);
    this.pass = event.pass;
    this.#welcomedAt = now;
    this.#others.list(event.people);
    const impairment = event.impairment === null ? null : safeText(event.impairment);
    this.#port.event({
      kind: 'welcome',
      name: this.name,
      transport: this.#transport,
      impairment,
      people: this.people,
    });
  }

  #joined(person: Person, now: number): void {
    const known = this.#others.joined(person);
    this.#port.event({ kind: 'joined', name: known.name, person: known });
    this.#replay(now);
  }

  #left({ id, why, last }: Extract<RoomEvent, { event: 'left' }>, now: number): void {
    const counting = this.#transport === 'udp' && this.#datagrams === true;
    const name = this.#others.left(id, last, counting, now);
    if (name !== undefined) this.#port.event({ kind: 'left', name, why });
  }

  #renamed({ id, from, to }: Extract<RoomEvent, { event: 'renamed' }>): void {
    const name = safeText(to);
    this.#others.renamed(id, name);
    const mine = id === this.#id;
    if (mine) this.name = name;
    this.#port.event({ kind: 'renamed', from: safeText(from), to: name, mine });
  }

  #startDatagrams(people: readonly { id: number; last: number }[], now: number): void {
    this.#datagrams = true;
    this.#others.count(people);
    this.#port.event({ kind: 'datagrams' });
    this.#replay(now);
  }

  /** What came before the host had told who speaks. */
  #replay(now: number): void {
    for (const message of this.#early.splice(0)) this.datagram(message, now);
  }

  #message(message: Datagram, now: number): void {
    const { id, number, text, action } = message;
    if (!this.#others.knows(id)) {
      this.#hold(message);
      return;
    }
    const { name, fate } = this.#others.arrived(id, number, now);
    if (fate === 'unlikely') return;
    this.#port.event({ kind: 'message', name, text: safeText(text), action, mine: false, over: 'udp', fate });
  }

  #hold(message: Datagram): void {
    if (this.#early.length < MOST_EARLY) this.#early.push(message);
  }

  #takeContrast({ run, phase, by, of, number }: Extract<RoomEvent, { event: 'contrast' }>): void {
    if (phase === 'start') {
      if (of > MOST_CONTRAST) return;
      this.#contrast = new ContrastBoard(run, safeText(by), of, this.#datagrams === true);
    }
    if (this.#contrast?.run !== run) return;
    if (phase === 'line') this.#contrast.line(number);
    if (phase === 'end') this.#contrast.end();
    this.#showContrast();
  }

  #showContrast(): void {
    this.#port.event({ kind: 'contrast', view: this.#contrast!.view });
  }
}
