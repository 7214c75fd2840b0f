/** The client's control connection: the machine of session/control-client.ts on a socket, with promises for its outcomes. */
import { connect, type Socket } from 'node:net';
import { SockbenchError } from '../../../errors.ts';
import { socketFailure } from '../../../net/failure.ts';
import {
  type ControlFailure,
  ControlClient as Machine,
  type Request,
} from '../../../session/control-client.ts';
import type { ClientTold, Ended, Grant, ServerLedger, ServerSnapshot } from '../../../wire/control.ts';
import { ControlReader } from '../../../wire/control-reader.ts';
import { encodeFrame } from '../../../wire/frame.ts';
import { PROTOCOL_VERSION } from '../../../wire/header.ts';
import { freshNonce } from '../../../wire/proof.ts';
import type { Place } from '../context.ts';
import { deferred } from './deferred.ts';

const CONNECT_MS = 10_000;
const POLL_MS = 500;

export interface Granted {
  readonly grant: Grant;
  readonly sessionKey: Uint8Array | null;
}

/**
 * @param signal gives it up
 * @throws SockbenchError where nobody listens there, or the network does not lead there
 */
export async function connectControl(
  host: string,
  port: number,
  bind: string | null,
  address: string,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect({ host, port, ...(bind === null ? {} : { localAddress: bind }) });
  await new Promise<void>((resolve, reject) => {
    const giveUp = (): void => settle(new SockbenchError('connect-timeout', 'connect', { address }));
    const timer = setTimeout(giveUp, CONNECT_MS);
    const settle = (error?: SockbenchError): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      socket.off('error', failed);
      if (error === undefined) {
        resolve();
        return;
      }
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const failed = (error: Error): void =>
      settle(socketFailure(error, 'connect', { address: host, port }, { bind }));
    signal.addEventListener('abort', giveUp);
    socket.once('error', failed);
    socket.once('connect', () => settle());
  });
  return socket;
}

export class Control {
  readonly #socket: Socket;
  readonly #address: string;
  readonly #machine: Machine;
  readonly #reader = ControlReader.ofServers();
  readonly #granted = deferred<Granted>();
  readonly #ledger = deferred<ServerLedger>();
  readonly #timer: NodeJS.Timeout;
  #ended = false;
  #hasSent = false;
  readonly #done = deferred<void>();
  /** The newest one; undefined before the first. */
  snapshot: ServerSnapshot | undefined;
  onSnapshot: ((snapshot: ServerSnapshot) => void) | undefined;
  /** What the server's screen is to be told. */
  told: (() => ClientTold | undefined) | undefined;
  /** Told once, where the connection fails after it was made. */
  onLost: ((error: SockbenchError) => void) | undefined;

  /** @param key the pre-shared key; null: none @param took ns for the connection */
  constructor(
    socket: Socket,
    { shown, nonce }: Pick<Place, 'shown' | 'nonce'>,
    request: Request,
    key: Uint8Array | null,
    took = 0,
  ) {
    this.#socket = socket;
    this.#address = shown;
    this.#machine = new Machine(request, key, nonce ?? freshNonce(), {
      granted: (grant, sessionKey) => this.#granted.resolve({ grant, sessionKey }),
      snapshot: (snapshot) => {
        this.snapshot = snapshot;
        this.onSnapshot?.(snapshot);
      },
      done: () => {
        this.#hasSent = true;
        this.#done.resolve();
      },
      ledger: (ledger) => this.#ledger.resolve(ledger),
      failed: (failure) => this.#failed(failure),
      told: () => this.told?.(),
    });
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => this.#machine.lost());
    socket.on('close', () => this.#machine.lost());
    this.#timer = setInterval(() => this.#poll(), POLL_MS);
    this.#step((now) => this.#machine.begin(now, took));
  }

  /** The server has sent its whole stream. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** See `done`. */
  get hasSent(): boolean {
    return this.#hasSent;
  }

  /** @throws SockbenchError where the server refuses, or is none of ours */
  get granted(): Promise<Granted> {
    return this.#granted.promise;
  }

  start(): void {
    this.#step((now) => this.#machine.start(now));
  }

  /**
   * Asks the server to freeze its ledger.
   * @param ended how this end's part did
   * @throws SockbenchError `control-lost`
   */
  close(ended: Ended): Promise<ServerLedger> {
    this.#step((now) => this.#machine.close(now, ended));
    return this.#ledger.promise;
  }

  /** Hangs up; idempotent. */
  end(): void {
    if (this.#ended) return;
    this.#step((now) => this.#machine.bye(now));
    this.#ended = true;
    clearInterval(this.#timer);
    this.#socket.end();
    this.#socket.resume();
    const timer = setTimeout(() => this.#socket.destroy(), 500);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  #poll(): void {
    this.#step((now) => this.#machine.poll(now));
  }

  #step(act: (now: number) => void): void {
    act(performance.now() * 1e6);
    for (const message of this.#machine.take()) {
      if (this.#socket.writable) this.#socket.write(encodeFrame(message, PROTOCOL_VERSION));
    }
  }

  #take(chunk: Buffer): void {
    for (const message of this.#reader.push(chunk)) this.#step((now) => this.#machine.message(message, now));
    if (this.#reader.mistake !== undefined) this.#machine.misunderstood(this.#reader.mistake);
  }

  #failed(failure: ControlFailure): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#timer);
    this.#socket.destroy();
    const error = sentence(failure, this.#address);
    this.#granted.reject(error);
    this.#ledger.reject(error);
    this.onLost?.(error);
  }
}

/** What a server's refusal is, where it is none of a request. */
const REFUSALS: Readonly<Record<string, 'server-failed' | 'server-ended'>> = {
  failed: 'server-failed',
  stopped: 'server-ended',
};

function sentence(failure: ControlFailure, address: string): SockbenchError {
  if (failure.code === 'version-mismatch') {
    const theirs = failure.theirs ?? '?';
    return new SockbenchError('version-mismatch', 'hello', { address, theirs, ours: PROTOCOL_VERSION });
  }
  if (failure.code === 'server-refused') {
    return new SockbenchError(REFUSALS[failure.refusal] ?? 'server-refused', 'hello', {
      address,
      reason: harmless(failure.reason),
    });
  }
  return new SockbenchError(failure.code, failure.code === 'control-lost' ? 'control' : 'hello', { address });
}

/** A sentence from the network, before it can reach a terminal: letters, digits, signs and spaces; nothing that acts. */
export function harmless(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '\ufffd')
    .slice(0, 300);
}
