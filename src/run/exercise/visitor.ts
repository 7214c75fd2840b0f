/** One TCP connection of a listener: what it sends becomes messages, each of which may be answered. */
import type { Socket } from 'node:net';
import { Telnet } from '../../session/text/telnet.ts';
import type { Beginning } from '../listening/beginning.ts';
import { withinGuest } from '../listening/boundary.ts';
import { dismiss } from '../listening/incoming.ts';
import { anyOpener, openerOf, type WrongPlace } from '../listening/wrong-place.ts';
import { Arrivals } from './arrivals.ts';
import type { Closed, ListenHost, ListenOptions } from './events.ts';

export const IDLE_MS = 10 * 60_000;
const NEWLINE = 10;
/** Answers that a connection has not read; with more it is hung up on. */
const UNREAD_BYTES = 256 * 1024;

export interface VisitorEvents {
  /** Something came. */
  heard(): void;
  /** Called once, with whether anything had come. */
  gone(brought: boolean): void;
}

export interface Visitor {
  /** Its place is needed: it is hung up on. */
  makeRoom(): void;
  /** The listener ends. */
  leave(): void;
}

export function receiveVisitor(
  socket: Socket,
  from: string,
  options: ListenOptions,
  host: ListenHost,
  events: VisitorEvents,
): Visitor {
  let how: Closed = 'done';
  let brought = false;
  let foreign = false;
  const answer = (line: boolean) => {
    if (options.reply === null || !socket.writable) return;
    if (socket.writableLength > UNREAD_BYTES) {
      how = 'slow';
      socket.destroy();
      return;
    }
    // Whoever speaks in lines is answered in lines.
    socket.write(line ? Buffer.concat([options.reply, Buffer.from('\n')]) : options.reply);
  };
  // What lacks its newline is taken by a timer.
  const take = withinGuest(socket, (bytes: Buffer, typed: boolean) => {
    if (how === 'slow') return;
    arrived++;
    host.event({ kind: 'received', from, transport: 'tcp', bytes, typed: typed || telnet.seen });
    answer(!options.raw && bytes.at(-1) === NEWLINE);
  });
  const arrivals = new Arrivals(take);
  const telnet = new Telnet();
  let arrived = 0;
  let came = 0;
  const text = (chunk: Buffer) => {
    const known = telnet.seen;
    const bytes = telnet.push(chunk);
    if (telnet.seen && !known) host.event({ kind: 'telnet', from });
    arrivals.push(bytes);
  };
  socket.setTimeout(IDLE_MS, () => {
    how = 'idle';
    socket.destroy();
  });
  socket.on('error', () => {
    if (how === 'done') how = 'reset';
  });
  const heard = (chunk: Buffer) => {
    brought = true;
    came += chunk.length;
    events.heard();
    if (options.raw) take(chunk, false);
    else text(chunk);
    if (!host.behind) return;
    socket.pause();
    void host.drained().then(() => socket.resume());
  };
  const begun = withinGuest(socket, (wrong: WrongPlace | undefined, held: Buffer) => {
    foreign = wrong !== undefined;
    opener = undefined;
    if (wrong === undefined) return heard(held);
    host.event({ kind: wrong, from });
    dismiss(socket, options.sentences[wrong === 'chat-client' ? 'chatClient' : 'benchClient']);
  });
  let opener: Beginning<unknown> | undefined = openerOf(anyOpener, begun);
  socket.on('data', (chunk: Buffer) => {
    if (foreign) return;
    if (opener === undefined) heard(chunk);
    else opener.push(chunk);
  });
  const over = () => {
    opener?.end();
    arrivals.push(telnet.rest());
    arrivals.flush();
  };
  socket.on('end', () => {
    over();
    socket.end();
  });
  socket.on('close', () => {
    over();
    if (!foreign) host.event({ kind: 'closed', from, how, bytes: came, arrivals: arrived });
    events.gone(brought);
  });
  host.event({ kind: 'connected', from });
  return {
    makeRoom() {
      how = 'crowded';
      socket.destroy();
    },
    leave() {
      if (how === 'done' && !socket.readableEnded) how = 'ours';
      socket.end();
    },
  };
}
