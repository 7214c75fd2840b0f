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

/** @param from its address, as people write it */
export function receiveVisitor(
  socket: Socket,
  from: string,
  options: ListenOptions,
  host: ListenHost,
  events: VisitorEvents,
): Visitor {
  return new Connection(socket, from, options, host, events);
}

class Connection implements Visitor {
  readonly #socket: Socket;
  readonly #from: string;
  readonly #options: ListenOptions;
  readonly #host: ListenHost;
  readonly #events: VisitorEvents;
  readonly #telnet = new Telnet();
  readonly #arrivals: Arrivals;
  /** undefined once it is known who speaks. */
  #opener: Beginning<unknown> | undefined;
  /** A client of ours that has come to the wrong place. */
  #foreign = false;
  #how: Closed = 'done';
  #brought = false;
  #bytes = 0;
  #arrived = 0;
  readonly #take: (bytes: Buffer, typed: boolean) => void;

  constructor(socket: Socket, from: string, options: ListenOptions, host: ListenHost, events: VisitorEvents) {
    this.#socket = socket;
    this.#from = from;
    this.#options = options;
    this.#host = host;
    this.#events = events;
    // What lacks its newline is taken by a timer.
    this.#take = withinGuest(socket, (bytes: Buffer, typed: boolean) => this.#arrival(bytes, typed));
    this.#arrivals = new Arrivals(this.#take);
    this.#opener = openerOf(
      anyOpener,
      withinGuest(socket, (wrong: WrongPlace | undefined, held: Buffer) => this.#begun(wrong, held)),
    );
    this.#attach();
    host.event({ kind: 'connected', from });
  }

  #attach(): void {
    const socket = this.#socket;
    socket.setTimeout(IDLE_MS, () => this.#end('idle'));
    socket.on('error', () => {
      if (this.#how === 'done') this.#how = 'reset';
    });
    socket.on('data', (chunk: Buffer) => {
      if (this.#foreign) return;
      if (this.#opener === undefined) this.#heard(chunk);
      else this.#opener.push(chunk);
    });
    socket.on('end', () => {
      this.#over();
      socket.end();
    });
    socket.on('close', () => this.#closed());
  }

  #begun(wrong: WrongPlace | undefined, held: Buffer): void {
    this.#foreign = wrong !== undefined;
    this.#opener = undefined;
    if (wrong === undefined) {
      this.#heard(held);
      return;
    }
    this.#host.event({ kind: wrong, from: this.#from });
    const { chatClient, benchClient } = this.#options.sentences;
    dismiss(this.#socket, wrong === 'chat-client' ? chatClient : benchClient);
  }

  #heard(chunk: Buffer): void {
    this.#brought = true;
    this.#bytes += chunk.length;
    this.#events.heard();
    if (this.#options.raw) this.#take(chunk, false);
    else this.#text(chunk);
    if (!this.#host.behind) return;
    this.#socket.pause();
    void this.#host.drained().then(() => this.#socket.resume());
  }

  #text(chunk: Buffer): void {
    const known = this.#telnet.seen;
    const bytes = this.#telnet.push(chunk);
    if (this.#telnet.seen && !known) this.#host.event({ kind: 'telnet', from: this.#from });
    this.#arrivals.push(bytes);
  }

  #arrival(bytes: Buffer, typed: boolean): void {
    if (this.#how === 'slow') return;
    this.#arrived++;
    const of = { kind: 'received', from: this.#from, transport: 'tcp' } as const;
    this.#host.event({ ...of, bytes, typed: typed || this.#telnet.seen });
    this.#answer(!this.#options.raw && bytes.at(-1) === NEWLINE);
  }

  #answer(line: boolean): void {
    const { reply } = this.#options;
    if (reply === null || !this.#socket.writable) return;
    if (this.#socket.writableLength > UNREAD_BYTES) this.#end('slow');
    // Whoever speaks in lines is answered in lines.
    else this.#socket.write(line ? Buffer.concat([reply, Buffer.from('\n')]) : reply);
  }

  #end(how: Closed): void {
    this.#how = how;
    this.#socket.destroy();
  }

  #over(): void {
    this.#opener?.end();
    this.#arrivals.push(this.#telnet.rest());
    this.#arrivals.flush();
  }

  #closed(): void {
    this.#over();
    const of = { kind: 'closed', from: this.#from, how: this.#how } as const;
    if (!this.#foreign) this.#host.event({ ...of, bytes: this.#bytes, arrivals: this.#arrived });
    this.#events.gone(this.#brought);
  }

  makeRoom(): void {
    this.#end('crowded');
  }

  leave(): void {
    if (this.#how === 'done' && !this.#socket.readableEnded) this.#how = 'ours';
    this.#socket.end();
  }
}
