/**
 * Datagrams of a listener. Their source address may be forged, so an answer is given only where one was asked for, is
 * never longer than what came (no amplifier), never goes to a service's port, and there is a bound on how many a second
 * (two listeners that answer each other would otherwise never stop).
 */
import type { RemoteInfo } from 'node:dgram';
import { type AnsweringSocket, unanswerable } from '../../net/datagrams/answering.ts';
import { showAddress } from '../../net/failure.ts';
import { plainAddress } from '../listening/addresses.ts';
import { LoopGuard } from '../listening/loop-guard.ts';
import { cutTo } from './cut.ts';
import type { ListenHost, ListenOptions, NoReply } from './events.ts';

const REPLIES_PER_SECOND = 100;

/** @param taken after each datagram that was shown, once its answer was handed over */
export function datagramsFor(
  options: ListenOptions,
  host: ListenHost,
  taken: () => void,
): (message: Buffer, source: RemoteInfo, socket: AnsweringSocket) => void {
  const bounds = new ReplyBounds();
  let missed = 0;
  const answer = (message: Buffer, source: RemoteInfo, from: string, socket: AnsweringSocket) => {
    if (options.reply === null) return taken();
    const reply = cutTo(options.reply, message.length);
    const cut = reply.length < options.reply.length;
    const why =
      bounds.against(reply, message, source, socket.local.port) ??
      socket.answer(reply, source, (sent) => {
        if (sent) host.event({ kind: 'replied', from, bytes: reply.length, cut });
        else host.event({ kind: 'not-replied', from, why: 'failed' });
        taken();
      });
    if (why === undefined) return;
    host.event({ kind: 'not-replied', from, why });
    taken();
  };
  return (message, source, socket) => {
    if (host.behind) {
      // A datagram cannot be asked to wait; how many were passed over is told.
      if (missed++ === 0)
        void host.drained().then(() => {
          host.event({ kind: 'not-shown', datagrams: missed });
          missed = 0;
        });
      return;
    }
    const from = showAddress({ address: plainAddress(source.address), port: source.port });
    host.event({ kind: 'received', from, transport: 'udp', bytes: message, typed: false });
    answer(message, source, from, socket);
  };
}

/** What an answer to somebody whose address may be forged must not pass. */
class ReplyBounds {
  readonly #loops = new LoopGuard();
  #second = 0;
  #replies = 0;

  against(reply: Buffer, message: Buffer, source: RemoteInfo, ownPort: number): NoReply | undefined {
    const port = unanswerable(source.port, ownPort);
    if (port !== undefined) return port;
    if (reply.length === 0) return 'empty';
    if (!this.#loops.admits(message, source)) return 'too-many';
    const now = Math.floor(performance.now() / 1000);
    if (now !== this.#second) this.#replies = 0;
    this.#second = now;
    return ++this.#replies <= REPLIES_PER_SECOND ? undefined : 'too-many';
  }
}
