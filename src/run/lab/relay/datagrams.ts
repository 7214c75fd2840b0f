/** The datagrams of a relay: to the inner half where they are a session's, and the answers back to the guests. */
import type { RemoteInfo } from 'node:dgram';
import type { Socket } from 'node:net';
import { type AnsweringSocket, unanswerable } from '../../../net/datagrams/answering.ts';
import { HEADER_BYTES } from '../../../wire/batch.ts';
import { callerOf } from '../../../wire/caller.ts';
import { hasToken, isAnswer, readFlow, readToken } from '../../../wire/header.ts';
import { plainAddress } from '../../listening/addresses.ts';
import { LoopGuard } from '../../listening/loop-guard.ts';
import { mayEcho } from '../../listening/plain-echo.ts';
import { DatagramReader, DatagramWriter, LOST } from './frames.ts';
import { type Guest, RelayGuests } from './guests.ts';
import { RelayLosses } from './losses.ts';
import type { RelaySession, RelaySessions } from './sessions.ts';

const NOTHING = new Uint8Array(0);

export class RelayDatagrams {
  readonly #sessions: RelaySessions;
  readonly #echo: boolean;
  readonly #writer: DatagramWriter;
  readonly #guests: RelayGuests;
  readonly #losses: RelayLosses;
  readonly #loops = new LoopGuard();

  /** @param inner the connection to the inner half; @param echo strangers get their bytes back */
  constructor(
    inner: Socket,
    sockets: () => readonly AnsweringSocket[],
    sessions: RelaySessions,
    echo: boolean,
  ) {
    this.#sessions = sessions;
    this.#echo = echo;
    this.#writer = new DatagramWriter(inner);
    this.#losses = new RelayLosses(sockets, this.#writer);
    // A datagram without bytes tells the inner half that a guest is gone.
    this.#guests = new RelayGuests((id) => this.#writer.write(id, NOTHING));
    const reader = new DatagramReader();
    inner.on('data', (chunk: Buffer) =>
      reader.push(chunk, (id, payload) => {
        if (id === LOST) this.#losses.told(payload.readUInt32BE(0));
        else this.#answer(id, payload);
      }),
    );
  }

  take(message: Buffer, remote: RemoteInfo, socket: AnsweringSocket): void {
    const guest = this.#guestOf(socket, message, remote);
    if (guest === undefined) return;
    this.#guests.heard(guest);
    this.#writer.write(guest.id, message);
  }

  /** The session is over. */
  left(session: RelaySession): void {
    this.#guests.left(session);
  }

  /** Datagrams that the relay has lost by itself, since the start. */
  lost(): Promise<number> {
    return this.#losses.read();
  }

  close(): void {
    this.#guests.close();
  }

  #guestOf(socket: AnsweringSocket, message: Buffer, remote: RemoteInfo): Guest | undefined {
    if (unanswerable(remote.port, socket.local.port) !== undefined) return undefined;
    const known = this.#guests.at(remote);
    if (message.length < HEADER_BYTES) return this.#strangerOf(known, socket, message, remote);
    const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
    if (known?.session != null && hasToken(view, 0, known.session.token)) return known;
    if (callerOf(message) !== 'flow' || message.length !== HEADER_BYTES)
      return isAnswer(view) ? undefined : this.#strangerOf(known, socket, message, remote);
    const session = this.#sessions.find(readToken(view, 0), plainAddress(remote.address));
    return session?.transport === 'udp'
      ? this.#guests.open(session, readFlow(view, 0), socket, remote)
      : undefined;
  }

  #strangerOf(
    known: Guest | undefined,
    socket: AnsweringSocket,
    message: Buffer,
    remote: RemoteInfo,
  ): Guest | undefined {
    if (!this.#echo || message.length === 0 || known?.session != null) return undefined;
    if (!mayEcho(remote, false) || !this.#loops.admits(message, remote)) return undefined;
    return known ?? this.#guests.stranger(socket, remote);
  }

  #answer(id: number, payload: Buffer): void {
    const guest = this.#guests.byId(id);
    if (guest?.socket.answer(payload, guest.remote) !== undefined) this.#losses.unanswered++;
  }
}
