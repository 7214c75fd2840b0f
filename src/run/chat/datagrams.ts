/** A room's datagrams: only from members, at the address of their connection, with the token that they got over it. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { DirectionImpairment } from '../../result/impairment.ts';
import {
  type Datagram,
  datagram,
  decodeDatagram,
  encodeDatagram,
  MOST_PAIRS,
  type Pair,
} from '../../session/chat/datagram.ts';
import type { Member } from '../../session/chat/member.ts';
import type { Room } from '../../session/chat/room.ts';
import { type Token, tokenFromHex } from '../../wire/header.ts';
import { plainAddress } from '../listening/addresses.ts';
import { BadWeather, type Weathered } from './bad-weather.ts';

interface Reachable {
  readonly member: Member;
  readonly token: Token;
  /** Of its connection. */
  readonly address: string;
  readonly socket: Promise<Socket>;
  /** Where its datagrams come from. */
  remote: { readonly address: string; readonly port: number } | undefined;
  by: Socket | undefined;
}

export interface DatagramsOptions {
  readonly port: number;
  readonly now: () => number;
  readonly impairment: DirectionImpairment | null;
  readonly seed: number;
  readonly weathered?: Weathered | undefined;
}

export class Datagrams {
  readonly #room: Room;
  readonly #options: DatagramsOptions;
  readonly #weather: BadWeather | undefined;
  readonly #byToken = new Map<string, Reachable>();
  readonly #byMember = new Map<number, Reachable>();
  /** One for each own address that was asked, so that answers leave from there. */
  readonly #sockets = new Map<string, Promise<Socket>>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(room: Room, listening: readonly Socket[], options: DatagramsOptions) {
    this.#room = room;
    this.#options = options;
    const { impairment, seed, weathered } = options;
    if (impairment !== null) this.#weather = new BadWeather(impairment, seed, weathered);
    for (const socket of listening) {
      this.#sockets.set(socket.address().address, Promise.resolve(socket));
      this.#listen(socket);
    }
  }

  add(member: Member, remote: string, local: string): void {
    const reachable: Reachable = {
      member,
      token: tokenFromHex(member.token),
      address: remote,
      socket: this.#socketAt(local),
      remote: undefined,
      by: undefined,
    };
    this.#byToken.set(member.token, reachable);
    this.#byMember.set(member.id, reachable);
  }

  remove(member: Member): void {
    this.#byToken.delete(member.token);
    this.#byMember.delete(member.id);
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
    for (const socket of this.#sockets.values()) void socket.then((open) => open.close()).catch(() => {});
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
    // What the kernel refuses is lost, as any datagram may be.
    by.send(bytes, remote.port, remote.address, () => {});
  }

  #socketAt(local: string): Promise<Socket> {
    const known = this.#sockets.get(local);
    if (known !== undefined) return known;
    const made = this.#bind(local);
    this.#sockets.set(local, made);
    return made;
  }

  async #bind(local: string): Promise<Socket> {
    const { port } = this.#options;
    const socket = createSocket({ type: isIPv6(local) ? 'udp6' : 'udp4', reuseAddr: true });
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.bind({ address: local, port, exclusive: true }, resolve);
      });
    } catch {
      // An address with a zone, or one that has just gone: the listening socket of its family serves it.
      socket.close();
      const wildcard = isIPv6(local) ? '::' : '0.0.0.0';
      return this.#sockets.get(wildcard) ?? this.#sockets.values().next().value!;
    }
    this.#listen(socket);
    return socket;
  }

  #listen(socket: Socket): void {
    // ICMP errors of answers concern nobody here.
    socket.on('error', () => {});
    socket.on('message', (bytes, from) => this.#take(bytes, from));
  }

  #take(bytes: Buffer, from: RemoteInfo): void {
    const message = decodeDatagram(bytes);
    if (message === undefined) return;
    const { high, low } = message.token;
    const hex = high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
    const sender = this.#byToken.get(hex);
    if (sender === undefined || sender.address !== plainAddress(from.address)) return;
    if (message.type === 'join') {
      void this.#join(sender, from, bytes.length);
      return;
    }
    if (sender.remote?.port !== from.port) return;
    const { member } = sender;
    const now = this.#options.now();
    if (message.type === 'message')
      this.#room.heard(member.id, message.number, message.text, message.action, now);
    else if (message.type === 'lasts') this.#room.counted(member.id, message.number, now);
  }

  async #join(sender: Reachable, from: RemoteInfo, bytes: number): Promise<void> {
    sender.by = await sender.socket;
    sender.remote = { address: from.address, port: from.port };
    const answer = encodeDatagram(datagram('joined', sender.token));
    if (answer.length <= bytes) this.#send(sender, answer);
    this.#room.reached(sender.member.id);
  }
}
