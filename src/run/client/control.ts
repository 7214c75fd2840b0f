/**
 * The client's end of a control connection: hello, proof, grant, start, snapshots, close, ledger.
 *
 * It lives on the main thread, away from the measuring ones. Every wait has an end: the handshake 2 s after the
 * connection, the ledger 10 s, silence 10 s while a run is on (the server speaks each second).
 */
import { connect, type Socket } from 'node:net';
import * as v from 'valibot';
import { SockbenchError } from '../../errors.ts';
import { socketFailure } from '../../net/failure.ts';
import {
  type FromClient,
  type FromServer,
  FromServerSchema,
  type Grant,
  type Hello,
  MAX_FRAME_FROM_SERVER,
  type ServerLedger,
  type ServerSnapshot,
} from '../../wire/control.ts';
import { encodeFrame, FrameReader } from '../../wire/frame.ts';
import { PROTOCOL_VERSION } from '../../wire/header.ts';
import { clientProof, provesServer } from '../../wire/proof.ts';

const CONNECT_MS = 10_000;
const HELLO_MS = 2000;
const LEDGER_MS = 10_000;
const PING_MS = 2000;
const SILENCE_MS = 10_000;

/** Where the control connection goes: over TCP, or over the lab's Unix socket. */
export type ControlPlace =
  | { readonly host: string; readonly port: number; readonly bind: string | null }
  | { readonly socket: Socket };

type Waiter = { wants: FromServer['type']; resolve: (m: never) => void; reject: (e: Error) => void };

export class ControlClient {
  readonly #socket: Socket;
  readonly #address: string;
  readonly #frames = new FrameReader(MAX_FRAME_FROM_SERVER);
  #waiter: Waiter | undefined;
  #failure: SockbenchError | undefined;
  #heard = performance.now();
  #beat: NodeJS.Timeout | undefined;
  #ended = false;
  snapshot: ServerSnapshot | undefined;
  /** Called once when the connection is lost while a run is on. */
  onLost: ((error: SockbenchError) => void) | undefined;
  onDone: (() => void) | undefined;

  private constructor(socket: Socket, address: string) {
    this.#socket = socket;
    this.#address = address;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(socketFailure(error, 'control', addressOf(address))));
    socket.on('close', () => this.#fail(this.#lost()));
  }

  /** @throws SockbenchError when nothing listens there */
  static async connect(place: ControlPlace, address: string): Promise<ControlClient> {
    if ('socket' in place) return new ControlClient(place.socket, address);
    const { host, port, bind } = place;
    const socket = connect({ host, port, ...(bind === null ? {} : { localAddress: bind }) });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        socket.destroy();
        reject(new SockbenchError('connect-timeout', 'connect', { address }));
      }, CONNECT_MS);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.removeAllListeners('error');
        resolve();
      });
      socket.once('error', (error) => {
        clearTimeout(timer);
        reject(socketFailure(error, 'connect', { address: host, port }));
      });
    });
    return new ControlClient(socket, address);
  }

  get localAddress(): string | undefined {
    return this.#socket.localAddress;
  }

  /**
   * @param key the pre-shared key, for a server that asks for one
   * @returns the grant, and the key of the session's datagram MACs where the session is keyed
   * @throws SockbenchError `not-sockbench`, `version-mismatch`, `server-refused`, `key-needed`, `key-wrong`
   */
  async negotiate(
    hello: Hello,
    key: Uint8Array | null,
  ): Promise<{ grant: Grant; serverNonce: string | null }> {
    this.#send(hello);
    const first = await this.#await<FromServer>('any', HELLO_MS, 'not-sockbench');
    if (first.type === 'grant') return { grant: first, serverNonce: null };
    if (first.type !== 'challenge') throw this.#unexpected();
    if (key === null) throw new SockbenchError('key-needed', 'hello', { address: this.#address });
    if (!provesServer(key, hello.nonce, first.nonce, first.proof)) {
      throw new SockbenchError('key-wrong', 'hello', { address: this.#address });
    }
    this.#send({ type: 'proof', proof: clientProof(key, hello.nonce, first.nonce) });
    const grant = await this.#await<Grant>('grant', HELLO_MS, 'not-sockbench');
    return { grant, serverNonce: first.nonce };
  }

  /** All flows are open. From here on silence counts. */
  start(): void {
    this.#heard = performance.now();
    this.#send({ type: 'start' });
    this.#beat = setInterval(() => {
      this.#send({ type: 'ping' });
      if (performance.now() - this.#heard > SILENCE_MS) this.#fail(this.#lost());
    }, PING_MS);
  }

  /** Asks the server to freeze its ledger. @throws SockbenchError `control-lost` */
  async close(): Promise<ServerLedger> {
    this.#send({ type: 'close' });
    return this.#await<ServerLedger>('ledger', LEDGER_MS, 'control-lost');
  }

  /** Hangs up; idempotent. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#beat);
    if (this.#socket.writable) this.#socket.end(encodeFrame({ type: 'bye' }, PROTOCOL_VERSION));
    this.#socket.resume();
    const timer = setTimeout(() => this.#socket.destroy(), 500);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  #send(message: FromClient): void {
    if (this.#socket.writable) this.#socket.write(encodeFrame(message, PROTOCOL_VERSION));
  }

  #await<T extends FromServer>(
    wants: FromServer['type'] | 'any',
    patience: number,
    late: 'not-sockbench' | 'control-lost',
  ): Promise<T> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#fail(new SockbenchError(late, 'control', { address: this.#address })),
        patience,
      );
      const settle =
        <A extends unknown[]>(done: (...a: A) => void) =>
        (...a: A): void => {
          clearTimeout(timer);
          this.#waiter = undefined;
          done(...a);
        };
      this.#waiter = {
        wants: wants as FromServer['type'],
        resolve: settle(resolve) as never,
        reject: settle(reject),
      };
    });
  }

  #take(chunk: Buffer): void {
    for (const body of this.#frames.push(chunk)) {
      const parsed = v.safeParse(FromServerSchema, body);
      if (!parsed.success) return this.#fail(this.#unexpected());
      this.#heard = performance.now();
      this.#message(parsed.output);
    }
    if (this.#frames.error !== undefined) this.#fail(this.#unexpected());
  }

  #message(message: FromServer): void {
    if (message.type === 'snapshot') this.snapshot = message;
    else if (message.type === 'done') this.onDone?.();
    else if (message.type === 'error') this.#fail(this.#refusal(message));
    else {
      const waiter = this.#waiter;
      const wanted =
        waiter !== undefined && ((waiter.wants as string) === 'any' || waiter.wants === message.type);
      if (wanted) waiter.resolve(message as never);
      else this.#fail(this.#unexpected());
    }
  }

  #refusal({ code, message, version }: Extract<FromServer, { type: 'error' }>): SockbenchError {
    const details = { address: this.#address };
    if (code === 'version' || (version !== undefined && version !== PROTOCOL_VERSION)) {
      return new SockbenchError('version-mismatch', 'hello', {
        ...details,
        theirs: version ?? '?',
        ours: PROTOCOL_VERSION,
      });
    }
    return new SockbenchError('server-refused', 'hello', { ...details, reason: harmless(message) });
  }

  #unexpected(): SockbenchError {
    return new SockbenchError('not-sockbench', 'hello', { address: this.#address });
  }

  #lost(): SockbenchError {
    return this.#beat === undefined && this.#waiter !== undefined && this.#waiter.wants !== 'ledger'
      ? this.#unexpected()
      : new SockbenchError('control-lost', 'control', { address: this.#address });
  }

  #fail(error: SockbenchError): void {
    if (this.#ended || this.#failure !== undefined) return;
    this.#failure = error;
    clearInterval(this.#beat);
    this.#socket.destroy();
    this.#waiter?.reject(error);
    if (this.#beat !== undefined) this.onLost?.(error);
  }
}

/** A sentence from the network, before it can reach a terminal: printable ASCII and letters, nothing that acts. */
function harmless(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '\ufffd').slice(0, 300);
}

function addressOf(address: string): { address: string; port: number } {
  const at = address.lastIndexOf(':');
  return { address: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) };
}
