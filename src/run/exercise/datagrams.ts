/**
 * Datagrams of a listener. Their source address may be forged, so an answer is given only where one was asked for, is
 * never longer than what came (no amplifier), never goes to a service's port, and there is a bound on how many a second
 * (two listeners that answer each other would otherwise never stop).
 */
import type { RemoteInfo, Socket } from 'node:dgram';
import { showAddress } from '../../net/failure.ts';
import { plainAddress } from '../listening/addresses.ts';
import { LoopGuard } from '../listening/loop-guard.ts';
import type { ListenHost, ListenOptions } from './events.ts';

const REPLIES_PER_SECOND = 100;
const FIRST_USER_PORT = 1024;

/** @param taken after each datagram that was shown, once its answer was handed over */
export function receiveDatagrams(
  socket: Socket,
  options: ListenOptions,
  host: ListenHost,
  taken: () => void,
): void {
  let second = 0;
  let replies = 0;
  let missed = 0;
  const loops = new LoopGuard();
  const mayReply = (message: Buffer, source: RemoteInfo): boolean => {
    if (!loops.admits(message, source)) return false;
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) replies = 0;
    second = now;
    return ++replies <= REPLIES_PER_SECOND;
  };
  const answer = (message: Buffer, source: RemoteInfo, from: string) => {
    if (options.reply === null) return taken();
    const reply = cutTo(options.reply, message.length);
    const why =
      source.port < FIRST_USER_PORT
        ? 'service-port'
        : reply.length === 0
          ? 'empty'
          : mayReply(message, source)
            ? null
            : 'too-many';
    if (why !== null) {
      host.event({ kind: 'not-replied', from, why });
      return taken();
    }
    socket.send(reply, source.port, source.address, () => {
      host.event({ kind: 'replied', from, bytes: reply.length, cut: reply.length < options.reply!.length });
      taken();
    });
  };
  socket.on('message', (message, source) => {
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
    host.event({ kind: 'received', from, transport: 'udp', bytes: message });
    answer(message, source, from);
  });
}

/** At most `most` bytes, without half a character at the end. */
export function cutTo(text: Buffer, most: number): Buffer {
  if (text.length <= most) return text;
  let end = most;
  while (end > 0 && (text[end]! & 0xc0) === 0x80) end--;
  return text.subarray(0, end);
}
