/** A room's datagrams: only from members, at the address of their connection, with the token that they got over it. */
import type { AnsweringSocket } from '../../../net/datagrams/answering.ts';
import type { Address } from '../../../net/port.ts';
import type { DirectionImpairment } from '../../../result/impairment.ts';
import {
  type Datagram,
  datagram,
  decodeDatagram,
  encodeDatagram,
  MOST_PAIRS,
  type Pair,
} from '../../../session/chat/language/datagram.ts';
import type { Member } from '../../../session/chat/member.ts';
import type { Room } from '../../../session/chat/room.ts';
import { type Token, tokenFromHex } from '../../../wire/header.ts';
import { plainAddress } from '../../listening/addresses.ts';
import { BadWeather, type Weathered } from './bad-weather.ts';
import { OwnAddresses } from './own-addresses.ts';

interface Reachable {
  readonly member: Member;
  readonly token: Token;
  /** Of its connection. */
  readonly address: string;
  /** The host's address that it called. */
  readonly local: string;
  /** Where its datagrams come from. */
  remote: Address | undefined;
  by: AnsweringSocket | undefined;
}

export interface DatagramsOptions {
  readonly now: () => number;
  readonly impairment: DirectionImpairment | null;
  readonly seed: number;
  readonly weathered?: Weathered | undefined;
  /** Told of a mistake that somebody's datagram met. */
  readonly fault: (error: unknown, address: string) => void;
}

export class Datagrams {
  readonly #room: Room;
  readonly #options: DatagramsOptions;
  readonly #weather: BadWeather | undefined;
  readonly #byToken = new Map<string, Reachable>();
  readonly #byMember = new Map<number, Reachable>();
  readonly #own: OwnAddresses;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(room: Room, listening: () => readonly AnsweringSocket[], options: DatagramsOptions) {
    this.#room = room;
    this.#options = options;
    const { impairment, seed, weathered } = options;
    if (impairment !== null) this.#weather = new BadWeather(impairment, seed, weathered);
    this.#own = new OwnAddresses(listening, {
      datagram: (bytes, from, socket) => this.take(bytes, from, socket),
      fault: options.fault,
    });
  }

  add(member: Member, remote: string, local: string): void {
    const token = tokenFromHex(member.token);
    const reachable = { member, token, address: remote, local, remote: undefined, by: undefined };
    this.#byToken.set(member.token, reachable);
    this.#byMember.set(member.id, reachable);
  }

  remove(member: Member): void {
    const reachable = this.#byMember.get(member.id);
    this.#byToken.delete(member.token);
    this.#byMember.delete(member.id);
    if (reachable?.by !== undefined) this.#own.leave(reachable.by);
  }

  relay(id: number, message: { id: number; number: number; text: string; action: boolean }): void {
    this.#impaired(id, message.id, message.number, 'message', message);
  }

  contrast(id: number, run: number, number: number): void {
    // A sender's number that no member has: runs draw fates of their own.
    this.#impaired(id, 0xffff - (run % 0x1000), number, 'contrast', { id: run, number });
  }

  lasts(id: number, pairs: readonly Pair[]): void {
    const to = this.#byMember.get(id);
    if (to === undefined) return;
    for (let at = 0; at < pairs.length; at += MOST_PAIRS)
      this.#send(
        to,
        encodeDatagram(datagram('lasts', to.token, { pairs: pairs.slice(at, at + MOST_PAIRS) })),
      );
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#own.close();
  }

  #impaired(
    id: number,
    sender: number,
    number: number,
    type: Datagram['type'],
    more: Partial<Omit<Datagram, 'type' | 'token'>>,
  ): void {
    const to = this.#byMember.get(id);
    if (to === undefined) return;
    const bytes = encodeDatagram(datagram(type, to.token, more));
    if (this.#weather === undefined) {
      this.#send(to, bytes);
      return;
    }
    this.#weather.enter(id, sender, number, bytes.length, this.#options.now(), () => this.#send(to, bytes));
    this.#pass();
  }

  #pass(): void {
    const weather = this.#weather!;
    const now = this.#options.now();
    weather.pass(now);
    clearTimeout(this.#timer);
    const wait = weather.wait(now);
    if (Number.isFinite(wait) && !this.#closed)
      this.#timer = setTimeout(() => this.#pass(), Math.max(1, Math.ceil(wait / 1e6)));
  }

  #send({ remote, by }: Reachable, bytes: Buffer): void {
    if (remote === undefined || by === undefined || this.#closed) return;
    // What cannot be sent is lost, as any datagram may be.
    by.answer(bytes, remote);
  }

  take(bytes: Buffer, from: Address, socket: AnsweringSocket): void {
    const message = decodeDatagram(bytes);
    if (message === undefined) return;
    const { high, low } = message.token;
    const hex = high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
    const sender = this.#byToken.get(hex);
    if (sender === undefined || sender.address !== plainAddress(from.address)) return;
    if (message.type === 'join') {
      this.#join(sender, from, bytes.length, socket);
      return;
    }
    if (sender.remote?.port !== from.port) return;
    const { member } = sender;
    const now = this.#options.now();
    if (message.type === 'message')
      this.#room.heard(member.id, message.number, message.text, message.action, now);
    else if (message.type === 'lasts') this.#room.counted(member.id, message.number, now);
  }

  #join(sender: Reachable, from: Address, bytes: number, socket: AnsweringSocket): void {
    sender.remote = { address: from.address, port: from.port };
    if (sender.by !== undefined) {
      this.#joined(sender, bytes);
      return;
    }
    void this.#own.at(sender.local, socket).then((by) => {
      // It may have joined twice meanwhile, or be gone.
      if (sender.by !== undefined || this.#byMember.get(sender.member.id) !== sender) this.#own.leave(by);
      else sender.by = by;
      if (sender.by !== undefined) this.#joined(sender, bytes);
    });
  }

  #joined(sender: Reachable, bytes: number): void {
    const answer = encodeDatagram(datagram('joined', sender.token));
    if (answer.length <= bytes) this.#send(sender, answer);
    this.#room.reached(sender.member.id);
  }
}
