/**
 * A new connection, until its first bytes have said what it is: a control connection ("SC"), a flow ("SB" and an `open`
 * header), or something else. Nobody gets an answer longer than one sentence here, and nobody may take long.
 */
import type { Socket } from 'node:net';
import { HEADER_BYTES } from '../../wire/batch.ts';
import { CONTROL_MAGIC } from '../../wire/frame.ts';
import { PROBE_MAGIC } from '../../wire/header.ts';

export interface IncomingHost {
  /** ms until the first bytes must have come. */
  readonly patience: number;
  control(socket: Socket, first: Buffer): void;
  /** @param open the first 64 bytes; `rest` what came after */
  flow(socket: Socket, open: Buffer, rest: Buffer): void;
  /** Neither ours nor silent. */
  stranger(socket: Socket, first: Buffer): void;
  /** It has said what it is, was closed, or took too long. */
  settled?(): void;
}

const EMPTY = Buffer.alloc(0);

export function receiveIncoming(socket: Socket, host: IncomingHost): void {
  let held: Buffer = EMPTY;
  const timer = setTimeout(() => socket.destroy(), host.patience);
  const settle = () => {
    clearTimeout(timer);
    socket.off('data', take);
    socket.off('close', settle);
    host.settled?.();
  };
  const take = (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const kind = classify(held);
    if (kind === 'more') return;
    socket.pause();
    settle();
    if (kind === 'control') host.control(socket, held);
    else if (kind === 'stranger') host.stranger(socket, held);
    else host.flow(socket, held.subarray(0, HEADER_BYTES), held.subarray(HEADER_BYTES));
  };
  socket.on('error', () => {});
  socket.on('close', settle);
  socket.on('data', take);
}

/** What a connection is, by its first bytes; `more`: they do not tell yet. */
export function classify(first: Buffer): 'control' | 'flow' | 'stranger' | 'more' {
  if (first.length === 0) return 'more';
  if (first[0] !== PROBE_MAGIC >> 8) return 'stranger';
  if (first.length === 1) return 'more';
  const magic = first.readUInt16BE(0);
  if (magic === CONTROL_MAGIC) return 'control';
  if (magic !== PROBE_MAGIC) return 'stranger';
  return first.length < HEADER_BYTES ? 'more' : 'flow';
}

/** Says one sentence and hangs up; what still comes in is read and thrown away, so that no reset outruns the sentence. */
export function dismiss(socket: Socket, sentence: string): void {
  socket.end(`${sentence}\n`);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), 1000);
  socket.once('end', () => socket.destroySoon());
  socket.once('close', () => clearTimeout(timer));
}
