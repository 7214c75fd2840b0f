/** One connection to a room: the sockets of a guest. */
import type { Socket } from 'node:net';
import { SockbenchError } from '../../../errors.ts';
import { ConnectedSocket } from '../../../net/datagrams/connected.ts';
import { showAddress, socketFailure } from '../../../net/failure.ts';
import type { Address } from '../../../net/port.ts';
import type { ChatEvent, Person, Refusal } from '../../../result/events/chat-events.ts';
import { safeText } from '../../../safe-text.ts';
import { type Datagram, decodeDatagram, encodeDatagram } from '../../../session/chat/language/datagram.ts';
import { EVENT_BYTES } from '../../../session/chat/language/events.ts';
import { Lines } from '../../../session/chat/language/lines.ts';
import { Guest } from './guest.ts';
import { type Reader, readAtPace } from './pace.ts';

export interface VisitOptions {
  /** Whose connection was made. */
  readonly host: Address;
  readonly socket: Socket;
  readonly name: string;
  readonly transport: 'tcp' | 'udp';
  /** Of the visit before, where that one was cut. */
  readonly pass?: string | undefined;
  /** Of one who hosts the room. */
  readonly hostKey?: string | undefined;
  readonly event: (event: ChatEvent) => void;
  readonly reader?: Reader | undefined;
}

export interface Ending {
  /** Why there was no room; undefined: there was one. */
  readonly error?: SockbenchError;
  /** The last thing that the host refused before it hung up. */
  readonly refusal?: Refusal | undefined;
}

/** ms until the host must have said something that only a room says. */
const RECOGNISE_MS = 3000;
const TICK_MS = 100;
const KEEP_ALIVE_MS = 15_000;
/** ms that the last words have to leave. */
const FAREWELL_MS = 1000;

const now = (): number => performance.now() * 1e6;

/** What would listen there. */
export const START = 'chat --serve --lan';

export class Visit {
  readonly #options: VisitOptions;
  readonly #socket: Socket;
  #datagrams: ConnectedSocket | undefined;
  readonly #guest: Guest;
  readonly ended: Promise<Ending>;
  #settle: (ending: Ending) => void = () => {};
  #timer: NodeJS.Timeout;
  #ticking: NodeJS.Timeout | undefined;
  #recognised = false;
  /** A sentence of the host's that is no event. */
  #sentence = '';
  #refusal: Refusal | undefined;
  #error: SockbenchError | undefined;
  open = true;

  constructor(options: VisitOptions) {
    this.#options = options;
    const { socket, name, transport, pass, hostKey } = options;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#guest = new Guest(
      {
        line: (text) => this.#socket.write(`${text}\n`),
        datagram: (message) => this.#send(message),
        event: (event) => this.#tell(event),
      },
      { name, transport, pass, hostKey },
    );
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#fail(), RECOGNISE_MS);
    this.#listen();
  }

  get name(): string {
    return this.#guest.name;
  }

  get pass(): string | undefined {
    return this.#guest.pass;
  }

  get people(): readonly Person[] {
    return this.#guest.people;
  }

  say(line: string): void {
    this.#guest.say(line, now());
  }

  /** @param reason where it is not the person's wish */
  leave(reason?: Refusal): void {
    this.#refusal = reason ?? this.#refusal;
    if (this.open) {
      this.#socket.end('/quit\n');
      this.#timer = setTimeout(() => this.#socket.destroy(), FAREWELL_MS);
    }
  }

  #listen(): void {
    const socket = this.#socket;
    const lines = new Lines(
      EVENT_BYTES,
      (line) => this.#heard(line),
      () => this.#fail(),
    );
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    // A host without datagrams (a firewall, an ICMP error): the guest finds out by itself.
    this.#datagrams = new ConnectedSocket(this.#options.host, {
      message: (bytes) => this.#datagram(bytes),
    });
    this.#guest.start();
    this.#ticking = setInterval(() => this.#guest.tick(now()), TICK_MS);
    readAtPace(socket, this.#options.reader, (chunk) => lines.push(chunk));
    socket.on('error', (error) => {
      this.#error ??= socketFailure(error, 'send', this.#options.host, { start: START });
    });
    socket.on('close', () => this.#close());
  }

  #datagram(bytes: Buffer): void {
    // Nobody can ask a datagram to wait: it is lost, and counted so.
    if (this.#options.reader?.behind === true) return;
    const message = decodeDatagram(bytes);
    if (message !== undefined) this.#guest.datagram(message, now());
  }

  #heard(line: string): void {
    if (this.#guest.heard(line, now())) {
      if (this.#recognised) return;
      this.#recognised = true;
      clearTimeout(this.#timer);
    } else if (this.#sentence === '') this.#sentence = safeText(line.slice(0, 200));
  }

  #send(message: Datagram): void {
    // What cannot be sent is lost, as any datagram may be: the first tries to reach the host are repeated.
    this.#datagrams?.send(encodeDatagram(message));
  }

  #tell(event: ChatEvent): void {
    if (event.kind === 'refused') this.#refusal = event.reason;
    if (event.kind === 'message') this.#refusal = undefined;
    this.#options.event(event);
  }

  #fail(): void {
    this.#error ??= this.#failure('not-chat');
    this.#socket.destroy();
  }

  #failure(code: 'not-chat' | 'server-refused'): SockbenchError {
    const address = showAddress(this.#options.host);
    return new SockbenchError(code, 'chat', { address, reason: this.#sentence.replace(/^\* /, '') });
  }

  #close(): void {
    this.open = false;
    clearTimeout(this.#timer);
    clearInterval(this.#ticking);
    this.#datagrams?.close();
    if (this.#guest.here || this.#recognised) {
      this.#settle({ refusal: this.#refusal });
      return;
    }
    const said = this.#sentence.startsWith('* ');
    this.#settle({ error: this.#error ?? this.#failure(said ? 'server-refused' : 'not-chat') });
  }
}
