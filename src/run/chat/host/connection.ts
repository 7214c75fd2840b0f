/** One TCP connection of a room: bytes in, lines to the room; what the room tells, out in batches. */
import type { Socket } from 'node:net';
import type { RoomEvent } from '../../../session/chat/language/events.ts';
import { Lines } from '../../../session/chat/language/lines.ts';
import type { Member } from '../../../session/chat/member.ts';
import { LINE_BYTES } from '../../../session/chat/rates/limits.ts';
import type { Room } from '../../../session/chat/room.ts';
import { type Encoding, isKey } from '../../../session/text/decoded.ts';
import { Telnet } from '../../../session/text/telnet.ts';
import type { Beginning } from '../../listening/beginning.ts';
import { withinGuest } from '../../listening/boundary.ts';
import { dismiss } from '../../listening/incoming.ts';
import { benchOpener, openerOf, type WrongPlace } from '../../listening/wrong-place.ts';
import type { LinkPipe, PipeEnds } from './link-pipes.ts';

/** Unread bytes of a member; one that has more is dropped, so that nobody waits for it. */
const UNREAD_BYTES = 512 * 1024;
/** ms that the last words have to leave. */
const FAREWELL_MS = 1000;
/** The same across a link that loses and delays. */
const LINK_FAREWELL_MS = 5000;
const KEEP_ALIVE_MS = 15_000;
/** ms: programs speak first and are not greeted, a person who has just started nc is. */
const GREETING_MS = 300;
/** ms without the end of a line, after which a program is told that it lacks one. */
const UNENDED_MS = 2000;

export interface ConnectionOptions {
  readonly now: () => number;
  /** One event as bytes of the kind that the member understands. */
  readonly render: (member: Member, event: RoomEvent) => string;
  readonly gone: () => void;
  readonly greeting: string;
  readonly unended: string;
  /** What a line probably was that was not UTF-8. */
  readonly foreign: Readonly<Record<Exclude<Encoding, 'utf-8' | 'bytes'>, string>>;
  readonly toBenchClient: string;
  /** Across an emulated link; undefined: there is none. */
  readonly pipe?: ((ends: PipeEnds) => LinkPipe) | undefined;
}

export class Connection {
  readonly #socket: Socket;
  readonly #room: Room;
  readonly #options: ConnectionOptions;
  readonly member: Member;
  readonly #lines: Lines;
  #opener: Beginning<unknown> | undefined;
  readonly #greeting: NodeJS.Timeout;
  #unended: NodeJS.Timeout | undefined;
  #heard = false;
  #pending = '';
  #over = false;
  #told = false;
  #foreignTold = false;
  readonly #telnet = new Telnet();
  readonly #pipe: LinkPipe | undefined;
  /** Who comes in is answered at once: what is said in the room crosses the link. */
  #welcome: 'to come' | 'told' | 'sent' | 'alone' = 'to come';

  constructor(socket: Socket, room: Room, member: Member, options: ConnectionOptions) {
    this.#socket = socket;
    this.#room = room;
    this.#options = options;
    this.member = member;
    this.#pipe = options.pipe?.({
      through: (chunk) => void socket.write(chunk),
      ended: () => {
        if (this.#over) socket.end();
        // The link is gone, the room is not.
        this.#welcome = 'alone';
      },
    });
    socket.setNoDelay(true);
    // Finds a member whose machine went away without a word.
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const { id } = member;
    this.#lines = new Lines(
      LINE_BYTES,
      (text) => room.line(id, text, options.now()),
      (problem) => room.problem(id, problem, options.now()),
      (encoding) => this.#foreign(encoding),
    );
    this.#opener = openerOf(
      benchOpener,
      withinGuest(socket, (wrong: WrongPlace | undefined, held: Buffer) => this.#begun(wrong, held)),
    );
    this.#greeting = setTimeout(() => {
      if (!this.#heard && !this.#over) socket.write(`* ${options.greeting}\n`);
    }, GREETING_MS);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => {});
    socket.on('end', () => {
      this.#opener?.end();
      if (!this.#over) this.#lines.end();
      this.#ended('quit');
    });
    socket.on('close', () => {
      this.#pipe?.destroy();
      this.#ended('vanished');
      options.gone();
    });
  }

  /** @returns whether there was nothing to send before */
  tell(event: RoomEvent): boolean {
    if (this.#over) return false;
    const first = this.#pending === '';
    if (event.event === 'welcome') this.#welcome = 'told';
    this.#pending += this.#options.render(this.member, event);
    return first;
  }

  flush(): void {
    if (this.#pending === '' || this.#over) return;
    (this.#out ?? this.#socket).write(this.#pending);
    if (this.#welcome === 'told') this.#welcome = 'sent';
    this.#pending = '';
    if (this.#socket.writableLength + (this.#pipe?.writableLength ?? 0) <= UNREAD_BYTES) return;
    this.#over = true;
    this.#room.ended(this.member.id, 'slow');
    // It will hardly read why: the sentence would stand behind all that it has not read.
    this.cutOff();
  }

  /** undefined: nothing stands between. */
  get #out(): LinkPipe | undefined {
    return this.#welcome === 'sent' ? this.#pipe : undefined;
  }

  /** At once. */
  cutOff(): void {
    this.#pipe?.destroy();
    this.#socket.destroy();
  }

  /** After what was told. */
  hangUp(): void {
    if (this.#over) return;
    this.#over = true;
    this.#close();
  }

  #take(chunk: Buffer): void {
    if (this.#over) return;
    this.#heard = true;
    if (this.#opener === undefined) this.#said(chunk);
    else this.#opener.push(chunk);
  }

  #begun(wrong: WrongPlace | undefined, held: Buffer): void {
    this.#opener = undefined;
    if (this.#over) return;
    if (wrong === undefined) {
      this.#said(held);
      return;
    }
    this.#over = true;
    this.#room.ended(this.member.id, 'quit');
    dismiss(this.#socket, this.#options.toBenchClient);
  }

  #said(chunk: Buffer): void {
    this.#lines.push(this.#telnet.push(chunk));
    // Who types key by key knows that the line is not over.
    if (!isKey(chunk)) this.#awaitEnd();
  }

  /** Told once: what was said has been taken for what it probably was. */
  #foreign(encoding: Encoding): void {
    if (this.#foreignTold || encoding === 'utf-8' || encoding === 'bytes') return;
    this.#foreignTold = true;
    this.#socket.write(`* ${this.#options.foreign[encoding]}\n`);
  }

  /** The usual mistake of a first program of one's own: told once. */
  #awaitEnd(): void {
    if (this.#told) return;
    clearTimeout(this.#unended);
    if (!this.#lines.waiting || this.#over || !this.member.plain) return;
    this.#unended = setTimeout(() => {
      this.#told = true;
      if (!this.#over) this.#socket.write(`* ${this.#options.unended}\n`);
    }, UNENDED_MS);
  }

  #ended(why: 'quit' | 'vanished'): void {
    clearTimeout(this.#greeting);
    clearTimeout(this.#unended);
    this.#opener?.drop();
    if (this.#over) return;
    this.#over = true;
    this.#room.ended(this.member.id, why);
    if (!this.#socket.destroyed) this.#close();
  }

  /** What still comes in is read and thrown away, so that no reset outruns the last words. */
  #close(): void {
    const socket = this.#socket;
    const pipe = this.#out;
    if (pipe === undefined) socket.end(this.#pending);
    else {
      // The last words are the last to come through.
      pipe.write(this.#pending);
      pipe.end();
    }
    this.#pending = '';
    socket.resume();
    const timer = setTimeout(() => this.cutOff(), pipe === undefined ? FAREWELL_MS : LINK_FAREWELL_MS);
    socket.once('close', () => clearTimeout(timer));
  }
}
