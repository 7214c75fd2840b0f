/** The lesson's client: one message, over TCP or UDP, and what came of it. */
import type { Socket } from 'node:net';
import { SockbenchError } from '../../errors.ts';
import { connectFirst } from '../../net/connect-first.ts';
import { showAddress, socketFailure } from '../../net/failure.ts';
import type { Address } from '../../net/port.ts';
import { sendDatagram } from './send-datagram.ts';
import { ANSWER_BYTES, type SendEvent, type SendOptions, START } from './send-events.ts';

const CONNECT_MS = 5000;
/** From the connection until the other side's system must have taken the message; longer where `wait` is. */
const HAND_OVER_MS = 5000;
/** For the goodbye, once everything was said. */
const FAREWELL_MS = 500;
/** After the last bytes of a piece of an answer, so long a silence ends it. */
const QUIET_MS = 100;
/** @throws SockbenchError what {@link socketFailure} tells, `connect-timeout`, `not-taken` */
export async function sendMessage(options: SendOptions, tell: (event: SendEvent) => void): Promise<void> {
  if (options.transport === 'udp') return sendDatagram(options, tell);
  const began = performance.now();
  const how = { patienceMs: CONNECT_MS, start: START };
  const { address, value: socket } = await connectFirst(options.target, how);
  const to = { address, port: options.target.port };
  tell({ kind: 'connected', ms: performance.now() - began, to });
  await new Promise<void>((resolve, reject) => new Exchange(socket, to, options, tell, { resolve, reject }));
}

interface Outcome {
  resolve(): void;
  reject(error: SockbenchError): void;
}

/** On one connection the message is taken, then answers are waited for; both end in time. */
class Exchange {
  readonly #socket: Socket;
  readonly #to: Address;
  readonly #options: SendOptions;
  readonly #tell: (event: SendEvent) => void;
  readonly #outcome: Outcome;
  #parts: Buffer[] = [];
  #size = 0;
  #sentAt = Number.NaN;
  #over = false;
  #timer: NodeJS.Timeout;
  #quiet: NodeJS.Timeout | undefined;

  constructor(
    socket: Socket,
    to: Address,
    options: SendOptions,
    tell: (event: SendEvent) => void,
    outcome: Outcome,
  ) {
    this.#socket = socket;
    this.#to = to;
    this.#options = options;
    this.#tell = tell;
    this.#outcome = outcome;
    // Who reads nothing takes nothing: a longer patience than for the answer would be of no use.
    this.#timer = setTimeout(() => this.#notTaken(), Math.max(HAND_OVER_MS, options.wait));
    socket.on('error', (error) => this.#fail(socketFailure(error, 'send', to, { start: START })));
    socket.on('data', (chunk) => this.#heard(chunk));
    socket.on('end', () => this.#finish(true));
    socket.write(options.message, (error) => {
      if (!error && !this.#over) this.#sent();
    });
  }

  #sent(): void {
    const { message, wait } = this.#options;
    this.#sentAt = performance.now();
    this.#tell({ kind: 'sent', bytes: message.length });
    clearTimeout(this.#timer);
    if (wait === 0) this.#finish(false);
    else this.#timer = setTimeout(() => this.#finish(false), wait);
    if (this.#parts.length > 0) this.#awaitMore();
  }

  #heard(chunk: Buffer): void {
    if (this.#over) return;
    const room = ANSWER_BYTES - this.#size;
    this.#parts.push(chunk.subarray(0, room));
    this.#size += chunk.length;
    if (this.#size >= ANSWER_BYTES) this.#finish(false);
    else if (!Number.isNaN(this.#sentAt)) this.#awaitMore();
  }

  #awaitMore(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#piece(), QUIET_MS);
  }

  #piece(): void {
    if (this.#parts.length > 0) this.#tell({ kind: 'answer', bytes: Buffer.concat(this.#parts) });
    this.#parts = [];
  }

  #finish(byPeer: boolean): void {
    if (!this.#end()) return;
    this.#piece();
    const answered = this.#size > 0;
    if (!answered && !byPeer && this.#options.wait > 0) this.#tell({ kind: 'no-answer' });
    this.#tell({ kind: 'closed', byPeer, ms: performance.now() - this.#sentAt, answered });
    this.#socket.destroySoon();
    setTimeout(() => this.#socket.destroy(), FAREWELL_MS).unref();
    this.#outcome.resolve();
  }

  #fail(error: SockbenchError): void {
    if (!this.#end()) return;
    this.#piece();
    this.#socket.destroy();
    this.#outcome.reject(error);
  }

  /** @returns whether it was not over before */
  #end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#quiet);
    return true;
  }

  #notTaken(): void {
    this.#fail(new SockbenchError('not-taken', 'send', { address: showAddress(this.#to) }));
  }
}
