/**
 * The server's end of one control connection: frames in and out, deadlines, and the order of messages.
 * What is decided (admission, sessions) is decided by its host.
 */
import type { Socket } from 'node:net';
import { TokenBucket } from '../../../session/schedule/token-bucket.ts';
import type { ClientTold, Ended, FromClient, FromServer, Hello } from '../../../wire/control.ts';
import { type ControlMistake, ControlReader } from '../../../wire/control-reader.ts';
import { encodeFrame } from '../../../wire/frame.ts';
import { PROTOCOL_VERSION } from '../../../wire/header.ts';
import { server as says } from '../../../words/en/server.ts';
import type { Refused } from '../admission/limits.ts';

/** Why a control connection ended. */
export type ControlEnd = 'done' | 'gone' | 'silent' | 'failed';

export interface ControlHandlers {
  hello(hello: Hello): void;
  proof(proof: string): void;
  start(): void;
  /** @param ended how the client's part did */
  close(ended: Ended): void;
  /** What the client has measured so far. */
  told(told: ClientTold): void;
  /** Called exactly once, whatever ends the connection. */
  ended(why: ControlEnd): void;
}

type Stage = 'hello' | 'proof' | 'granted' | 'running' | 'closing';
const EXPECTED: Readonly<Record<Stage, readonly FromClient['type'][]>> = {
  hello: ['hello'],
  proof: ['proof', 'ping'],
  granted: ['start', 'ping', 'close', 'bye'],
  running: ['ping', 'close', 'bye'],
  closing: ['ping', 'bye'],
};
/** Unsent bytes on a control connection above which its reader is held to be gone. */
const MOST_UNSENT = 16 * 2 ** 20;
/** Messages a second, and at once: a client of ours says one every two seconds. */
const MOST_A_SECOND = 10;
const MOST_AT_ONCE = 30;

/** What is said to whom is not understood. */
export function mistaken({ kind, version }: ControlMistake): Refused {
  if (kind === 'frame') return { code: 'bad-frame', message: says.badFrame() };
  return version !== undefined && version !== PROTOCOL_VERSION
    ? { code: 'version', message: says.version({ version: PROTOCOL_VERSION }) }
    : { code: 'bad-message', message: says.badMessage() };
}

export class ControlConnection {
  readonly #socket: Socket;
  readonly #handlers: ControlHandlers;
  readonly #reader = ControlReader.ofClients();
  readonly #patience: number;
  readonly #silence: number;
  #timer: NodeJS.Timeout;
  readonly #allowance = new TokenBucket(MOST_A_SECOND, MOST_AT_ONCE);
  #stage: Stage = 'hello';
  #ended = false;

  /** @param patience ms until a hello must have come; `silence` ms between two messages after it */
  constructor(socket: Socket, patience: number, silence: number, handlers: ControlHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    this.#patience = patience;
    this.#silence = silence;
    this.#timer = setTimeout(() => this.#end('silent'), patience);
  }

  /** Begins to listen; `first` is what was read already. */
  begin(first: Buffer): void {
    const socket = this.#socket;
    socket.on('error', () => {});
    socket.on('close', () => this.#end('gone'));
    socket.on('end', () => this.#end('gone'));
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#take(first);
    if (!this.#ended) socket.resume();
  }

  send(message: FromServer): void {
    if (this.#ended || !this.#socket.writable) return;
    this.#socket.write(encodeFrame(message, PROTOCOL_VERSION));
    if (this.#socket.writableLength > MOST_UNSENT) this.#end('silent');
  }

  /** A key is asked for: the next message must be the proof. */
  expectProof(): void {
    this.#stage = 'proof';
    this.#wait(this.#patience);
  }

  granted(): void {
    this.#stage = 'granted';
    this.#wait(this.#silence);
  }

  /** Says why, and hangs up. */
  refuse({ code, message }: Refused): void {
    this.send({ type: 'error', code, message, version: PROTOCOL_VERSION });
    this.#hangUp('failed');
  }

  /** Hangs up without a word. */
  abandon(): void {
    this.#end('failed');
  }

  #take(chunk: Buffer): void {
    for (const message of this.#reader.push(chunk)) {
      if (this.#ended) return;
      if (this.#allowance.room(performance.now() * 1e6) < 1) {
        this.refuse({ code: 'limit', message: says.tooManyMessages() });
        return;
      }
      this.#allowance.take(1);
      this.#message(message);
    }
    if (this.#reader.mistake !== undefined) this.#misunderstood(this.#reader.mistake);
  }

  #misunderstood({ kind, version }: ControlMistake): void {
    this.refuse(mistaken({ kind, version: this.#stage === 'hello' ? version : undefined }));
  }

  #message(message: FromClient): void {
    if (!EXPECTED[this.#stage].includes(message.type)) {
      this.refuse({ code: 'out-of-order', message: says.unexpected({ type: message.type }) });
      return;
    }
    if (this.#stage !== 'hello' && this.#stage !== 'proof') this.#wait(this.#silence);
    switch (message.type) {
      case 'hello':
        if (message.version === PROTOCOL_VERSION) this.#handlers.hello(message);
        else this.#misunderstood({ kind: 'message', version: message.version });
        break;
      case 'proof':
        this.#handlers.proof(message.proof);
        break;
      case 'start':
        this.#stage = 'running';
        this.#handlers.start();
        break;
      case 'close':
        this.#stage = 'closing';
        this.#handlers.close(message);
        break;
      case 'bye':
        if (message.told !== undefined) this.#handlers.told(message.told);
        this.#hangUp('done');
        break;
      case 'ping':
        if (message.told !== undefined) this.#handlers.told(message.told);
        break;
    }
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end('silent'), ms);
  }

  /** An orderly end: what was written still goes out. */
  #hangUp(why: ControlEnd): void {
    if (this.#ended) return;
    this.#socket.end();
    this.#socket.resume();
    this.#finish(why);
    const timer = setTimeout(() => this.#socket.destroy(), 1000);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  #end(why: ControlEnd): void {
    if (this.#ended) return;
    this.#finish(why);
    this.#socket.destroy();
  }

  #finish(why: ControlEnd): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    // After the ledger went out, hanging up without a goodbye is an end like any other.
    this.#handlers.ended(why === 'gone' && this.#stage === 'closing' ? 'done' : why);
  }
}
