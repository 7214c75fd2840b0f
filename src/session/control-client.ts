/**
 * The client's end of a control connection, without a socket: which message when, and what is wrong when.
 * The owner of the connection hands in what its reader understood (`message`) or not (`misunderstood`), the time (`poll`) and the end (`lost`), and sends what
 * `take` gives. Every ending is told once.
 */
import type {
  ClientTold,
  Ended,
  FromClient,
  FromServer,
  Grant,
  Hello,
  ServerLedger,
  ServerSnapshot,
} from '../wire/control.ts';
import type { ControlMistake } from '../wire/control-reader.ts';
import { PROTOCOL_VERSION, tokenFromHex } from '../wire/header.ts';
import { type Nonces, proofHolds, proofOf, sessionKeyOf } from '../wire/proof.ts';
import { grantsNoMore } from './granted.ts';

export const PING_EVERY = 2e9;
/** ns of silence after which the other side is gone; the server speaks each second. */
export const SILENCE = 10e9;
/** ns until a server must have answered the hello. */
export const HELLO_WITHIN = 2e9;

export type ControlFailure =
  /** No sockbench server: no answer, or not one of ours. */
  | { readonly code: 'not-sockbench' }
  | { readonly code: 'version-mismatch'; readonly theirs: number | null }
  /** `reason` is the server's own sentence: hostile until it was made harmless. */
  | { readonly code: 'server-refused'; readonly refusal: string; readonly reason: string }
  /** The server asks for a key and there is none; or it does not know ours; or it does not ask though we have one. */
  | { readonly code: 'key-needed' | 'key-wrong' | 'key-unused' }
  | { readonly code: 'control-lost' };

export interface ControlClientEvents {
  /** @param sessionKey of the datagram MACs; null: they carry none */
  granted(grant: Grant, sessionKey: Uint8Array | null): void;
  snapshot(snapshot: ServerSnapshot): void;
  /** The server has sent its whole stream. */
  done(): void;
  ledger(ledger: ServerLedger): void;
  failed(failure: ControlFailure): void;
  /** What is measured so far, for the server's screen; undefined: nothing yet. */
  told?(): ClientTold | undefined;
}

/** What is asked for: a hello without what the machine adds. */
export type Request = Omit<Hello, 'type' | 'version' | 'nonce'>;

type Stage = 'idle' | 'hello' | 'proof' | 'granted' | 'running' | 'closing' | 'ended';
const EXPECTED: Readonly<Record<Stage, readonly FromServer['type'][]>> = {
  idle: [],
  hello: ['challenge', 'grant', 'error'],
  proof: ['grant', 'error'],
  granted: ['snapshot', 'error'],
  running: ['snapshot', 'done', 'error'],
  closing: ['snapshot', 'done', 'ledger', 'error'],
  ended: [],
};

export class ControlClient {
  readonly #request: Request;
  readonly #key: Uint8Array | null;
  readonly #events: ControlClientEvents;
  readonly #nonce: string;
  #serverNonce = '';
  #stage: Stage = 'idle';
  #outgoing: FromClient[] = [];
  #heardAt = 0;
  #saidAt = 0;
  #ledgerBy = Number.POSITIVE_INFINITY;
  #helloWithin = HELLO_WITHIN;

  /** @param nonce 32 hexadecimal digits, fresh */
  constructor(request: Request, key: Uint8Array | null, nonce: string, events: ControlClientEvents) {
    this.#request = request;
    this.#key = key;
    this.#nonce = nonce;
    this.#events = events;
  }

  /** The connection is made. @param took ns: on a path whose queue is full, the answer to a hello takes as long again */
  begin(now: number, took = 0): void {
    this.#stage = 'hello';
    this.#helloWithin = HELLO_WITHIN + 2 * took;
    this.#heardAt = now;
    this.#say({ type: 'hello', version: PROTOCOL_VERSION, nonce: this.#nonce, ...this.#request }, now);
  }

  /** All flows are open. */
  start(now: number): void {
    if (this.#stage !== 'granted') return;
    this.#stage = 'running';
    this.#say({ type: 'start' }, now);
  }

  /** The client's ledger is closed: the server's is asked for. @param ended how this end's part did */
  close(now: number, ended: Ended): void {
    if (this.#stage !== 'granted' && this.#stage !== 'running') return;
    this.#stage = 'closing';
    // A server may wait for what is on its way. One that talks on and on must not hold a run.
    this.#ledgerBy = now + this.#request.lossThreshold + SILENCE;
    this.#say({ type: 'close', ...ended }, now);
  }

  /** Ends it in order; nothing more is told. */
  bye(now: number): void {
    if (this.#stage === 'ended') return;
    this.#say({ type: 'bye', ...this.#told() }, now);
    this.#stage = 'ended';
  }

  /** What is to be sent, in order. */
  take(): FromClient[] {
    const outgoing = this.#outgoing;
    this.#outgoing = [];
    return outgoing;
  }

  get ended(): boolean {
    return this.#stage === 'ended';
  }

  message(message: FromServer, now: number): void {
    if (this.#stage === 'ended') return;
    if (!EXPECTED[this.#stage].includes(message.type)) {
      this.misunderstood({ kind: 'message', version: 'version' in message ? message.version : undefined });
      return;
    }
    this.#heardAt = now;
    if (message.type === 'challenge') this.#challenged(message.nonce, message.proof, now);
    else if (message.type === 'grant') this.#grant(message);
    else if (message.type === 'snapshot') this.#events.snapshot(message);
    else if (message.type === 'done') this.#events.done();
    else if (message.type === 'ledger') {
      this.#ledgerBy = Number.POSITIVE_INFINITY;
      this.#events.ledger(message);
    } else this.#refused(message.code, message.message, message.version);
  }

  #challenged(nonce: string, proof: string, now: number): void {
    const nonces: Nonces = { client: this.#nonce, server: nonce };
    if (this.#key === null) this.#fail({ code: 'key-needed' });
    else if (!proofHolds(this.#key, 'server', nonces, proof)) this.#fail({ code: 'key-wrong' });
    else {
      this.#serverNonce = nonce;
      this.#stage = 'proof';
      this.#say({ type: 'proof', proof: proofOf(this.#key, 'client', nonces) }, now);
    }
  }

  #grant(grant: Grant): void {
    const key = this.#key;
    if (grant.version !== PROTOCOL_VERSION) this.#fail({ code: 'version-mismatch', theirs: grant.version });
    // A server that did not prove itself must not pass for the one that knows the key.
    else if (key !== null && this.#stage !== 'proof') this.#fail({ code: 'key-unused' });
    else if (key === null && grant.keyed) this.#fail({ code: 'key-needed' });
    // Who grants more than was asked for would have this client flood somebody: no server of ours does.
    else if (!grantsNoMore(grant.granted, this.#request)) this.#fail({ code: 'not-sockbench' });
    else {
      const nonces: Nonces = { client: this.#nonce, server: this.#serverNonce };
      const keyed = key !== null && grant.keyed;
      this.#stage = 'granted';
      this.#events.granted(grant, keyed ? sessionKeyOf(key, nonces, tokenFromHex(grant.token)) : null);
    }
  }

  #refused(code: string, reason: string, version: number | undefined): void {
    if (version !== undefined && version !== PROTOCOL_VERSION)
      this.#fail({ code: 'version-mismatch', theirs: version });
    else if (code === 'key') this.#fail({ code: 'key-wrong' });
    else this.#fail({ code: 'server-refused', refusal: code, reason });
  }

  /**
   * What came is no message of ours. Another version may say things that this one does not know: its number is worth more
   * than a complaint.
   */
  misunderstood({ kind, version }: ControlMistake): void {
    if (this.#stage === 'ended') return;
    const early = this.#early || (kind === 'message' && this.#stage === 'proof');
    if (early && version !== undefined && version !== PROTOCOL_VERSION)
      this.#fail({ code: 'version-mismatch', theirs: version });
    else this.#fail({ code: early ? 'not-sockbench' : 'control-lost' });
  }

  /** The connection ended. */
  lost(): void {
    this.#fail({ code: this.#early ? 'not-sockbench' : 'control-lost' });
  }

  get #early(): boolean {
    return this.#stage === 'idle' || this.#stage === 'hello';
  }

  /** Keeps the connection alive, and watches it. @returns when to call again */
  poll(now: number): number {
    if (this.#stage === 'ended' || this.#stage === 'idle') return Number.POSITIVE_INFINITY;
    const silent = this.#heardAt + (this.#stage === 'hello' ? this.#helloWithin : SILENCE);
    const deadline = Math.min(silent, this.#ledgerBy);
    if (now >= deadline) {
      this.lost();
      return Number.POSITIVE_INFINITY;
    }
    if (this.#stage === 'hello') return deadline;
    if (now >= this.#saidAt + PING_EVERY) this.#say({ type: 'ping', ...this.#told() }, now);
    return Math.min(deadline, this.#saidAt + PING_EVERY);
  }

  #told(): { readonly told?: ClientTold } {
    const told = this.#events.told?.();
    return told === undefined ? {} : { told };
  }

  #say(message: FromClient, now: number): void {
    this.#outgoing.push(message);
    this.#saidAt = now;
  }

  #fail(failure: ControlFailure): void {
    if (this.#stage === 'ended') return;
    this.#stage = 'ended';
    this.#events.failed(failure);
  }
}
