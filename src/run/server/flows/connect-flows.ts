/**
 * Mode `connect`: each probe is a connection of its own, which says `open`, is answered with `opened`, and is closed.
 * An `open` counts once by its number, so that a recorded one opens nothing; with a key, its MAC must hold. A connection
 * that says anything more is closed: no byte goes by uncounted.
 */
import type { Socket } from 'node:net';
import { Arrivals } from '../../../measure/arrivals.ts';
import type { BitmapMemory } from '../../../measure/goodput/arrived-bits.ts';
import { TokenBucket } from '../../../session/schedule/token-bucket.ts';
import type { Ended, ServerLedger } from '../../../wire/control.ts';
import { FLAG_WARMUP, readFlags, readNumber } from '../../../wire/header.ts';
import { Mac } from '../../../wire/mac.ts';
import { type Fault, within } from '../../listening/boundary.ts';
import { settledOf } from '../session/ledger.ts';
import { openedFor } from '../session/opened.ts';
import type { FlowCounts, SessionFlows, SessionPlan } from './flow-engine.ts';

/** A connection that its client does not close is closed after this, whatever happens on it. */
const LINGER_MS = 10_000;
/** Answers that are over the limit wait so long, ms. */
const HELD_MS = 5;
const ANSWER_BYTES = 64;

interface Visitor {
  readonly flow: number;
  readonly warm: boolean;
  readonly opened: Buffer;
}

export class ConnectFlows implements SessionFlows {
  readonly #granted: number;
  readonly #memory: BitmapMemory;
  readonly #flows: Arrivals[];
  readonly #warmup: Arrivals[];
  readonly #sent: Float64Array;
  readonly #mac: Mac | null;
  readonly #bucket: TokenBucket;
  /** Connections that are open or wait at once: then the oldest makes room. */
  readonly #most: number;
  readonly #fault: Fault;
  /** By age, each with the timer that ends it. */
  readonly #sockets = new Map<Socket, NodeJS.Timeout>();
  /** Those of them that have no answer yet, by age. */
  readonly #waiting = new Map<Socket, Visitor>();
  #timer: NodeJS.Timeout | undefined;
  #warmupSent = 0;
  #foreign = 0;

  constructor({ granted, macKey, ceiling, memory, spare, fault }: SessionPlan) {
    this.#fault = fault;
    this.#granted = memory;
    this.#memory = { left: memory };
    const each = () => Array.from({ length: granted.clients }, () => new Arrivals(true, this.#memory));
    this.#flows = each();
    this.#warmup = each();
    this.#sent = new Float64Array(granted.clients);
    this.#mac = macKey === null ? null : new Mac(macKey);
    this.#bucket = new TokenBucket(ceiling, ceiling);
    this.#most = spare + granted.clients;
  }

  async openDatagrams(): Promise<void> {}

  /** Throws where the MAC does not hold, or this `open` was here before. */
  adopt(flow: number, socket: Socket, open: Uint8Array, rest: Uint8Array): void {
    const view = new DataView(open.buffer, open.byteOffset, open.byteLength);
    if (this.#mac?.holds(view, 0) === false) {
      this.#foreign++;
      throw new Error('the MAC does not hold');
    }
    const warm = (readFlags(view, 0) & FLAG_WARMUP) !== 0;
    const arrivals = (warm ? this.#warmup : this.#flows)[flow]!;
    if (!arrivals.arrived(readNumber(view, 0), 0, 0)) throw new Error('a connection of this number was here');
    if (rest.length > 0) {
      socket.destroy();
      return;
    }
    this.#keep(socket);
    const opened = openedFor(open);
    this.#mac?.sign(new DataView(opened.buffer, opened.byteOffset, opened.byteLength), 0);
    this.#waiting.set(socket, { flow, warm, opened });
    if (this.#timer === undefined) this.#answer();
  }

  #keep(socket: Socket): void {
    const [oldest] = this.#sockets.keys();
    if (oldest !== undefined && this.#sockets.size >= this.#most) this.#close(oldest);
    // Not `setTimeout` of the socket: that one begins anew with every byte.
    const timer = setTimeout(() => this.#close(socket), LINGER_MS);
    this.#sockets.set(socket, timer);
    socket.once('close', () => this.#forget(socket));
    socket.once('data', () => this.#close(socket));
    socket.resume();
  }

  #close(socket: Socket): void {
    this.#forget(socket);
    socket.destroy();
  }

  #forget(socket: Socket): void {
    clearTimeout(this.#sockets.get(socket));
    this.#sockets.delete(socket);
    this.#waiting.delete(socket);
  }

  readonly #answer = within(
    (error) => this.#fault(error),
    () => this.#answerWaiting(),
  );

  /** Answers in the order of arrival, as fast as the limit allows. */
  #answerWaiting(): void {
    this.#timer = undefined;
    const room = this.#bucket.room(performance.now() * 1e6);
    let answered = 0;
    for (const [socket, { flow, warm, opened }] of this.#waiting) {
      if (answered >= room) break;
      this.#waiting.delete(socket);
      if (socket.destroyed) continue;
      answered++;
      socket.write(opened);
      if (warm) this.#warmupSent++;
      else this.#sent[flow]!++;
    }
    this.#bucket.take(answered);
    if (this.#waiting.size > 0) this.#timer = setTimeout(this.#answer, HELD_MS);
  }

  start(): void {}

  #total(arrivals: readonly Arrivals[], value: (one: Arrivals) => number): number {
    return arrivals.reduce((all, one) => all + value(one), 0);
  }

  counts(): FlowCounts {
    const received = this.#total(this.#flows, (one) => one.received);
    const sent = this.#sent.reduce((all, one) => all + one, 0);
    const moved = received + this.#total(this.#warmup, (one) => one.received);
    return {
      open: this.#sockets.size,
      moved,
      movedBytes: (moved + sent + this.#warmupSent) * ANSWER_BYTES,
      overLimit: 0,
      exhausted: this.#memory.exhausted === true,
      // Where everything is granted, nobody asks.
      kept: Number.isFinite(this.#granted) ? this.#granted - this.#memory.left : 0,
      expected: null,
      waiting: 0,
      snapshot: {
        type: 'snapshot',
        received,
        sent,
        duplicates: 0,
        reordered: 0,
        bytesReceived: received * ANSWER_BYTES,
        bytesSent: sent * ANSWER_BYTES,
        seen: null,
        age: 0,
      },
    };
  }

  /** Bytes are not what it is about. */
  goodput(): null {
    return null;
  }

  close({ settled }: Ended): Promise<ServerLedger> {
    const { snapshot } = this.counts();
    const received = this.#flows.map((one) => one.received);
    return Promise.resolve({
      ...snapshot,
      type: 'ledger',
      received,
      sent: [...this.#sent],
      notAnswered: received.map((count, flow) => count - this.#sent[flow]!),
      settled: settledOf(this.#flows, settled),
      drops: null,
      overLimit: 0,
      corrupt: 0,
      foreign: this.#foreign,
      jitter: null,
      extents: {},
      refused: {},
      warmup: {
        received: this.#total(this.#warmup, (one) => one.received),
        sent: this.#warmupSent,
        duplicates: 0,
      },
      tcp: null,
      arrived: null,
    });
  }

  end(): Promise<void> {
    clearTimeout(this.#timer);
    for (const socket of this.#sockets.keys()) this.#close(socket);
    return Promise.resolve();
  }
}
