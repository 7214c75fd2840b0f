/** A guest's half of the datagrams: whether they come through, what is said and heard in them, and what is lost. */
import type { ChatEvent } from '../../../result/events/chat-events.ts';
import { safeText } from '../../../safe-text.ts';
import { type Datagram, datagram } from '../../../session/chat/language/datagram.ts';
import { LINE_BYTES } from '../../../session/chat/rates/limits.ts';
import type { Token } from '../../../wire/header.ts';
import type { Others } from './others.ts';

const SECOND = 1e9;
/** ns between two `join` datagrams, and until datagrams count as blocked. */
const JOIN_EVERY = SECOND / 2;
const BLOCKED = 5 * SECOND;
/** Datagrams held that came before the host said where its counting stands. */
const MOST_EARLY = 256;

/** Where a guest's words go. */
export interface GuestPort {
  line(text: string): void;
  datagram(message: Datagram): void;
  event(event: ChatEvent): void;
}

export class GuestDatagrams {
  readonly #port: GuestPort;
  readonly #transport: 'tcp' | 'udp';
  readonly #others: Others;
  readonly #early: Datagram[] = [];
  #token: Token = { high: 0, low: 0 };
  #joinedAt = Number.NEGATIVE_INFINITY;
  #welcomedAt = Number.POSITIVE_INFINITY;
  #countedAt = Number.NEGATIVE_INFINITY;
  #said = 0;
  /** They go both ways; undefined: not known yet. */
  through: boolean | undefined;

  constructor(port: GuestPort, transport: 'tcp' | 'udp', others: Others) {
    this.#port = port;
    this.#transport = transport;
    this.#others = others;
  }

  /** The host has given the token that each of them carries. */
  welcomed(token: Token, now: number): void {
    this.#token = token;
    this.#welcomedAt = now;
  }

  /** Whether it carries this member's token. */
  isOurs({ token }: Datagram): boolean {
    return token.high === this.#token.high && token.low === this.#token.low;
  }

  /** @param line as typed, of which `text` is what is said */
  say(line: string, text: string, action: boolean, name: string, now: number): void {
    if (this.through !== true) {
      this.#port.event({ kind: 'not-sent', text: line });
      return;
    }
    // The host would not tell: a datagram that is none of a chat's is thrown away.
    if (Buffer.byteLength(line) > LINE_BYTES) {
      this.#port.event({ kind: 'refused', reason: 'line-long', what: '' });
      return;
    }
    this.#said++;
    this.#port.datagram(datagram('message', this.#token, { number: this.#said, text, action }));
    this.#countedAt = now;
    const said = { name, text: safeText(text), action, mine: true, over: 'udp', fate: 'in-order' } as const;
    this.#port.event({ kind: 'message', ...said });
  }

  hear(message: Datagram, now: number): void {
    if (this.#transport !== 'udp') return;
    if (this.through !== true) this.#hold(message);
    else if (message.type === 'message') this.#message(message, now);
    else if (message.type === 'lasts') {
      for (const { id, last } of message.pairs) this.#others.told(id, last, now);
    }
  }

  /** The host says where its counting of each stands. */
  start(people: readonly { id: number; last: number }[], now: number): void {
    this.through = true;
    this.#others.count(people);
    this.#port.event({ kind: 'datagrams' });
    this.replay(now);
  }

  /** What came before the host had told who speaks. */
  replay(now: number): void {
    for (const message of this.#early.splice(0)) this.hear(message, now);
  }

  tick(now: number): void {
    if (this.through === undefined) this.#knock(now);
    else if (this.#said > 0 && now - this.#countedAt >= SECOND) {
      this.#countedAt = now;
      this.#port.datagram(datagram('lasts', this.#token, { number: this.#said }));
    }
    for (const lost of this.#others.lost(now)) this.#port.event({ kind: 'lost', ...lost });
  }

  #knock(now: number): void {
    if (now - this.#welcomedAt > BLOCKED) {
      this.through = false;
      this.#port.event({ kind: 'no-datagrams', transport: this.#transport });
    } else if (now - this.#joinedAt >= JOIN_EVERY) {
      this.#joinedAt = now;
      this.#port.datagram(datagram('join', this.#token));
    }
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
}
