/** The lesson's client: one message, over TCP or UDP, and what came of it. */
import { createConnection, type Socket } from 'node:net';
import { SockbenchError } from '../../errors.ts';
import { ConnectedSocket } from '../../net/datagrams/connected.ts';
import { showAddress, socketFailure } from '../../net/failure.ts';
import type { Address } from '../../net/port.ts';
import type { Transport } from '../../units.ts';

const CONNECT_MS = 5000;
/** From the connection until the other side's system must have taken the message; longer where `wait` is. */
const HAND_OVER_MS = 5000;
/** For the goodbye, once everything was said. */
const FAREWELL_MS = 500;
/** After the first bytes of an answer, so long a silence ends it. */
const QUIET_MS = 100;
/** What would listen there. */
const START = 'listen --lan';
export const ANSWER_BYTES = 64 * 1024;

export type SendEvent =
  | { readonly kind: 'connected'; readonly ms: number }
  | { readonly kind: 'sent'; readonly bytes: number }
  | { readonly kind: 'answer'; readonly bytes: Buffer }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'closed'; readonly byPeer: boolean };

export interface SendOptions {
  readonly target: Address;
  readonly transport: Transport;
  readonly message: Buffer;
  /** ms in which an answer may come, from when the message was sent; 0: none is waited for */
  readonly wait: number;
}

/** @throws SockbenchError what {@link socketFailure} tells, `connect-timeout`, `not-taken` */
export function sendMessage(options: SendOptions, tell: (event: SendEvent) => void): Promise<void> {
  return options.transport === 'tcp' ? overTcp(options, tell) : overUdp(options, tell);
}

function overTcp(options: SendOptions, tell: (event: SendEvent) => void): Promise<void> {
  return new Promise((resolve, reject) => new Exchange(options, tell, resolve, reject));
}

/** One connection: it is made, the message is taken, an answer is waited for; each of the three ends in time. */
class Exchange {
  readonly #options: SendOptions;
  readonly #tell: (event: SendEvent) => void;
  readonly #resolve: () => void;
  readonly #reject: (error: SockbenchError) => void;
  readonly #socket: Socket;
  readonly #began = performance.now();
  readonly #parts: Buffer[] = [];
  #size = 0;
  #stage: 'connecting' | 'sending' | 'waiting' | 'over' = 'connecting';
  /** Of the stage; and of the silence after an answer. */
  #timer: NodeJS.Timeout;
  #quiet: NodeJS.Timeout | undefined;

  constructor(
    options: SendOptions,
    tell: (event: SendEvent) => void,
    resolve: () => void,
    reject: (error: SockbenchError) => void,
  ) {
    const { target } = options;
    this.#options = options;
    this.#tell = tell;
    this.#resolve = resolve;
    this.#reject = reject;
    const socket = createConnection({ host: target.address, port: target.port, noDelay: true });
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#fail(this.#late('connect-timeout')), CONNECT_MS);
    socket.on('error', (error) => {
      const operation = this.#stage === 'connecting' ? 'connect' : 'send';
      this.#fail(socketFailure(error, operation, target, { start: START }));
    });
    socket.on('connect', () => this.#connected());
    socket.on('data', (chunk) => this.#heard(chunk));
    socket.on('end', () => this.#finish(true));
  }

  #connected(): void {
    const { message, wait } = this.#options;
    this.#stage = 'sending';
    this.#tell({ kind: 'connected', ms: performance.now() - this.#began });
    // Who reads nothing takes nothing: a longer patience than for the answer would be of no use.
    this.#enter('sending', Math.max(HAND_OVER_MS, wait), () => this.#fail(this.#late('not-taken')));
    this.#socket.write(message, (error) => {
      if (error || this.#stage !== 'sending') return;
      this.#tell({ kind: 'sent', bytes: message.length });
      if (wait === 0) return this.#finish(false);
      this.#enter('waiting', wait, () => this.#finish(false));
      if (this.#size > 0) this.#awaitMore();
    });
  }

  #enter(stage: 'sending' | 'waiting', ms: number, late: () => void): void {
    this.#stage = stage;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(late, ms);
  }

  #heard(chunk: Buffer): void {
    if (this.#stage === 'over') return;
    this.#parts.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= ANSWER_BYTES) this.#finish(false);
    else if (this.#stage === 'waiting') this.#awaitMore();
  }

  /** An answer is over when nothing more follows; whoever drips is cut off by the wait itself. */
  #awaitMore(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#finish(false), QUIET_MS);
  }

  #finish(byPeer: boolean): void {
    if (!this.#end()) return;
    if (this.#size > 0)
      this.#tell({ kind: 'answer', bytes: Buffer.concat(this.#parts).subarray(0, ANSWER_BYTES) });
    else if (this.#options.wait > 0) this.#tell({ kind: 'no-answer' });
    this.#tell({ kind: 'closed', byPeer });
    this.#socket.destroySoon();
    setTimeout(() => this.#socket.destroy(), FAREWELL_MS).unref();
    this.#resolve();
  }

  #fail(error: SockbenchError): void {
    if (!this.#end()) return;
    this.#socket.destroy();
    this.#reject(error);
  }

  /** @returns whether it was not over before */
  #end(): boolean {
    if (this.#stage === 'over') return false;
    this.#stage = 'over';
    clearTimeout(this.#timer);
    clearTimeout(this.#quiet);
    return true;
  }

  #late(code: 'connect-timeout' | 'not-taken'): SockbenchError {
    const address = showAddress(this.#options.target);
    return new SockbenchError(code, code === 'not-taken' ? 'send' : 'connect', { address });
  }
}

function overUdp({ target, message, wait }: SendOptions, tell: (event: SendEvent) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let over = false;
    let timer: NodeJS.Timeout | undefined;
    const end = () => {
      over = true;
      clearTimeout(timer);
      socket.close();
    };
    const error = (met: Error) => {
      if (over) return;
      end();
      reject(socketFailure(met, 'send', target, { transport: 'udp', bytes: message.length, start: START }));
    };
    const answered = (bytes: Buffer) => {
      if (over) return;
      tell({ kind: 'answer', bytes });
      end();
      resolve();
    };
    const sent = (met: Error | null) => {
      if (met !== null) return error(met);
      if (over) return;
      tell({ kind: 'sent', bytes: message.length });
      timer = setTimeout(() => {
        if (wait > 0) tell({ kind: 'no-answer' });
        end();
        resolve();
      }, wait);
    };
    const socket = new ConnectedSocket(target, { message: answered, error }, () =>
      socket.send(message, sent),
    );
  });
}
