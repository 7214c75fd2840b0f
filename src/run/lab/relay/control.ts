/**
 * A guest's control connection, which never crosses the link: passed on to the server's Unix socket, message by message,
 * each of them understood before anything is done with it. Three are changed: the hello says where the guest is, for the
 * server's screen; the address of the grant is the one that the guest reached; and the ledger carries the link's counts.
 */
import type { Socket } from 'node:net';
import type { ServerEvent } from '../../../result/events/server-events.ts';
import type { LinkReport } from '../../../result/impairment.ts';
import type { Transport } from '../../../units.ts';
import type { FromClient, FromServer, Grant, Hello } from '../../../wire/control.ts';
import { ControlReader } from '../../../wire/control-reader.ts';
import { encodeFrame } from '../../../wire/frame.ts';
import { PROTOCOL_VERSION } from '../../../wire/header.ts';
import { type Fault, within } from '../../listening/boundary.ts';
import type { Refused } from '../../server/admission/limits.ts';
import { mistaken } from '../../server/session/control.ts';
import { STOPPED } from '../../server/session/farewell.ts';

export interface RelayControlOptions {
  /** Counts of one session's packets; null where the link does not answer. */
  report(transport: Transport, token: string): Promise<LinkReport | null>;
  /** A connection to the server; made once the hello was understood and may be passed on. */
  connect(): Socket;
  /** @returns why the guest gets no session; undefined: the server decides */
  hello(hello: Hello): Refused | undefined;
  granted(hello: Hello, grant: Grant): void;
  /** Once. */
  ended(): void;
  /** The guest was turned away here. */
  refused(why: Refused): void;
  readonly fault: Fault;
  /** ms until its hello must have come. */
  readonly patience: number;
  /** Where the guest is, and where it reached us; without ports. */
  readonly guest: string;
  readonly address: string;
}

const VIA = ' @ ';
/** Fits into what a hello may say of its tool, whatever was there. */
const MOST_OF_TOOL = 900;
/** Bytes that a guest has not read, above which it is held to be gone: two of the largest ledgers. */
const MOST_UNSENT = 16 * 2 ** 20;
const FAREWELL_MS = 1000;

/** Segments of both ends that were sent again; null: the link does not tell. */
function repeatedOn({ up, down }: LinkReport): number | null {
  const [there, back] = [up.tcp.retransmitted, down.tcp.retransmitted];
  return there === undefined || back === undefined ? null : there + back;
}

/** What the server's screen gets: the guest's address in its place again. */
export function withGuest(event: ServerEvent): ServerEvent {
  if (event.event !== 'session-started') return event;
  const { tool } = event.session;
  const at = tool.lastIndexOf(VIA);
  if (at === -1) return event;
  const session = { ...event.session, tool: tool.slice(0, at), address: tool.slice(at + VIA.length) };
  return { ...event, session };
}

export class RelayControl {
  readonly #guest: Socket;
  readonly #options: RelayControlOptions;
  readonly #heard = ControlReader.ofClients();
  readonly #said = ControlReader.ofServers();
  readonly #timer: NodeJS.Timeout;
  #server: Socket | undefined;
  #hello: Hello | undefined;
  #token: string | undefined;
  /** What was lost before this session is not its own. */
  #before = 0;
  /** Frames leave in order, though a ledger waits for its counts. */
  #queue = Promise.resolve();
  #over = false;

  constructor(guest: Socket, options: RelayControlOptions) {
    this.#guest = guest;
    this.#options = options;
    this.#timer = setTimeout(() => guest.destroy(), options.patience);
    guest.on('end', () => this.#server?.end());
    guest.on('close', () => this.#end());
  }

  /** Begins to listen; `first` is what was read already. */
  begin(first: Buffer): void {
    this.#guest.on('data', (chunk: Buffer) => this.#fromGuest(chunk));
    this.#fromGuest(first);
    this.#guest.resume();
  }

  #fromGuest(chunk: Buffer): void {
    for (const message of this.#heard.push(chunk)) if (!this.#over) this.#pass(message);
    if (this.#heard.mistake !== undefined) this.#refuse(mistaken(this.#heard.mistake));
  }

  #pass(message: FromClient): void {
    if (this.#server !== undefined) {
      this.#server.write(encodeFrame(message, PROTOCOL_VERSION));
    } else if (message.type === 'hello') {
      const refused = this.#options.hello(message);
      if (refused === undefined) this.#begun(message);
      else this.#refuse(refused);
    } else this.#refuse(mistaken({ kind: 'message', version: undefined }));
  }

  #begun(hello: Hello): void {
    clearTimeout(this.#timer);
    this.#hello = hello;
    const { fault, guest } = this.#options;
    const server = this.#options.connect();
    this.#server = server;
    server.on(
      'data',
      within(fault, (bytes: Buffer) => this.#fromServer(bytes)),
    );
    server.on('error', () => this.#guest.destroy());
    server.on('close', () => void this.#queue.then(() => this.#guest.destroySoon()));
    const tool = hello.tool.slice(0, MOST_OF_TOOL) + VIA + guest;
    server.write(encodeFrame({ ...hello, tool }, PROTOCOL_VERSION));
  }

  #fromServer(bytes: Buffer): void {
    for (const message of this.#said.push(bytes))
      this.#queue = this.#queue
        .then(() => this.#changed(message))
        .then((changed) => this.#say(changed))
        .catch(this.#options.fault);
    if (this.#said.mistake !== undefined) this.#guest.destroy();
  }

  #say(message: object): void {
    if (this.#guest.destroyed) return;
    this.#guest.write(encodeFrame(message, PROTOCOL_VERSION));
    if (this.#guest.writableLength > MOST_UNSENT) this.#guest.destroy();
  }

  async #changed(message: FromServer): Promise<object> {
    const options = this.#options;
    const { transport } = this.#hello!;
    if (message.type === 'grant') {
      this.#token = message.token;
      options.granted(this.#hello!, message);
      this.#before = (await options.report(transport, message.token))?.overrun ?? 0;
      return { ...message, address: options.address };
    }
    if (this.#token === undefined) return message;
    if (message.type === 'snapshot' && transport === 'tcp') {
      // The guest's kernel and the server's have each only their half of it, and none that crosses the link.
      const link = await options.report(transport, this.#token);
      const resentOnLink = link === null ? null : repeatedOn(link);
      return resentOnLink === null ? message : { ...message, resentOnLink };
    }
    if (message.type !== 'ledger') return message;
    const counts = await options.report(transport, this.#token);
    const overrun = Math.max(0, (counts?.overrun ?? 0) - this.#before);
    return { ...message, link: counts && { ...counts, overrun } };
  }

  /** The server ends. @returns whether a session is told so */
  farewell(): boolean {
    if (this.#over || this.#token === undefined) return false;
    this.#over = true;
    this.#guest.write(
      encodeFrame({ type: 'error', ...STOPPED, version: PROTOCOL_VERSION }, PROTOCOL_VERSION),
    );
    return true;
  }

  /** One sentence in a frame, as a server of ours refuses. */
  #refuse(why: Refused): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.refused(why);
    const guest = this.#guest;
    guest.end(encodeFrame({ type: 'error', ...why, version: PROTOCOL_VERSION }, PROTOCOL_VERSION));
    guest.resume();
    const timer = setTimeout(() => guest.destroy(), FAREWELL_MS);
    guest.once('close', () => clearTimeout(timer));
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#server?.destroy();
    this.#options.ended();
  }
}
