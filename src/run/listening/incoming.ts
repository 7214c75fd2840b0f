/**
 * A new connection, until its first bytes have said what it is: a control connection, a flow, or something else
 * (wire/caller.ts). Nobody gets an answer longer than one sentence here, and nobody may take long.
 */
import type { Socket } from 'node:net';
import { HEADER_BYTES } from '../../wire/batch.ts';
import { type Caller, callerOf, mayBeText } from '../../wire/caller.ts';
import { Beginning } from './beginning.ts';
import { withinGuest } from './boundary.ts';

export interface IncomingHost {
  /** ms until the first bytes must have come. */
  readonly patience: number;
  control(socket: Socket, first: Buffer): void;
  /** @param open the first 64 bytes; `rest` what came after */
  flow(socket: Socket, open: Buffer, rest: Buffer): void;
  /** Neither ours nor silent; it may have finished sending. */
  stranger(socket: Socket, first: Buffer): void;
  /** It has said what it is, was closed, or took too long. */
  settled?(): void;
}

export function receiveIncoming(socket: Socket, host: IncomingHost): void {
  const timer = setTimeout(() => socket.destroy(), host.patience);
  const settle = () => {
    clearTimeout(timer);
    beginning.drop();
    socket.off('data', take);
    socket.off('end', end);
    socket.off('close', settle);
    host.settled?.();
  };
  const decided = (kind: Exclude<Caller, 'more'>, held: Buffer) => {
    if (!socket.readableEnded) {
      socket.pause();
      socket.allowHalfOpen = halfOpen;
    }
    settle();
    if (kind === 'control') host.control(socket, held);
    else if (kind === 'stranger') host.stranger(socket, held);
    else host.flow(socket, held.subarray(0, HEADER_BYTES), held.subarray(HEADER_BYTES));
  };
  const beginning = new Beginning<Exclude<Caller, 'more'>>({
    recognise: callerOf,
    mayBeText,
    otherwise: () => 'stranger',
    decided: withinGuest(socket, decided),
  });
  // Whoever says one letter and has finished is still answered.
  const { allowHalfOpen: halfOpen } = socket;
  socket.allowHalfOpen = true;
  const take = (chunk: Buffer) => beginning.push(chunk);
  const end = () => {
    if (!beginning.end()) socket.end();
  };
  socket.on('error', () => {});
  socket.on('close', settle);
  socket.on('end', end);
  socket.on('data', take);
}

/** Says one sentence and hangs up; what still comes in is read and thrown away, so that no reset outruns the sentence. */
export function dismiss(socket: Socket, sentence: string): void {
  socket.end(`${sentence}\n`);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), 1000);
  socket.once('end', () => socket.destroySoon());
  socket.once('close', () => clearTimeout(timer));
}
