/** One session: from its grant to the end of its sockets, with its deadlines and its reports. */
import type { Socket } from 'node:net';
import type { Address } from '../../../net/port.ts';
import type { ServerEvent, ServerSessionInfo } from '../../../result/events/server-events.ts';
import type { ClientTold, Ended } from '../../../wire/control.ts';
import type { Token } from '../../../wire/header.ts';
import { server as says } from '../../../words/en/server.ts';
import { type Fault, reasonOf } from '../../listening/boundary.ts';
import { ConnectFlows } from '../flows/connect-flows.ts';
import type { FlowCounts, FlowEngine, SessionFlows } from '../flows/flow-engine.ts';
import { FAREWELL_MS, STOPPED } from './farewell.ts';
import { SessionReports } from './reports.ts';
import { infoOf, longestOf, planOf, type SessionSetup } from './setup.ts';
import { toMilliseconds } from './time.ts';

export type SessionEnd = Extract<ServerEvent, { event: 'session-ended' }>['reason'];

/** Handshake times from the grant, or the last flow that opened, to `start`. */
const TO_START = 6;
/** From the longest run to its `close`, and from `close` to the end. */
const GRACE_MS = 15_000;
/** Handshake times from the grant to the last flow that puts the start off. */
const OPENING = 12;
const LEDGER_READ_MS = 60_000;

export class Session {
  readonly info: ServerSessionInfo;
  readonly token: Token;
  readonly epoch: bigint;
  readonly address: string | null;
  readonly #setup: SessionSetup;
  readonly #flows: SessionFlows;
  readonly #reports: SessionReports;
  readonly #opened = new Set<number>();
  #deadline: NodeJS.Timeout;
  #last: FlowCounts;
  readonly #grantedAt = performance.now();
  #lastMoved = performance.now();
  #ended = false;
  #leaving = false;
  #started = false;
  #closing = false;

  readonly #fault: Fault = (error) => this.stop('failed', says.fault({ reason: reasonOf(error) }));

  constructor(setup: SessionSetup, engine: FlowEngine) {
    const { token, epoch, hello, address } = setup;
    this.#setup = setup;
    this.token = token;
    this.epoch = epoch;
    this.address = address;
    const plan = planOf(setup, this.#fault, (sentence) => this.stop('failed', sentence));
    this.#flows = hello.mode === 'connect' ? new ConnectFlows(plan) : engine.begin(plan);
    this.#last = this.#flows.counts();
    this.info = infoOf(setup, engine.engineOf(hello));
    this.#reports = new SessionReports(setup, this.info, this.#flows, this.#fault, (counts) =>
      this.#looked(counts),
    );
    this.#deadline = setTimeout(
      () => this.stop('limit', says.notStarted()),
      toMilliseconds(setup.limits.handshake * TO_START),
    );
    setup.emit({ event: 'session-started', session: this.info });
  }

  /** Whether anything was measured, as of the last second. */
  get moved(): boolean {
    return this.#last.moved > 0;
  }

  /** Bytes that it keeps (see FlowCounts), as of the last second. */
  get kept(): number {
    return this.#last.kept;
  }

  /** Its sockets, that of the control connection included. */
  get files(): number {
    return 1 + (this.#setup.hello.mode === 'connect' ? this.#last.open : this.#opened.size);
  }

  /** Connections that are still to come, which are nobody's until they have spoken. */
  get expected(): number {
    const { hello, granted } = this.#setup;
    if (hello.transport !== 'tcp' || this.#closing) return 0;
    if (hello.mode === 'connect') return granted.clients;
    return this.#started ? 0 : granted.clients - this.#opened.size;
  }

  /** Whether this address may open flows here. */
  admits(address: string): boolean {
    return this.address === null || this.address === address;
  }

  /** @returns whether the connection was taken */
  adopt(flow: number, socket: Socket, open: Uint8Array, rest: Uint8Array): boolean {
    if (!this.#takes('tcp', flow)) return false;
    try {
      this.#flows.adopt(flow, socket, open, rest);
      return true;
    } catch {
      this.#opened.delete(flow);
      return false;
    }
  }

  /** A second `open` of a flow comes from its repetition, and is the flow's own to answer: here it is nobody's. */
  async openDatagrams(
    flow: number,
    remote: Address,
    local: Address | undefined,
    open: Uint8Array,
  ): Promise<void> {
    if (!this.#takes('udp', flow)) return;
    try {
      await this.#flows.openDatagrams(flow, remote, local ?? this.#setup.local, open);
    } catch {
      this.#opened.delete(flow);
    }
  }

  #takes(transport: 'tcp' | 'udp', flow: number): boolean {
    const { hello, granted } = this.#setup;
    if (this.#ended || this.#closing || hello.transport !== transport || flow >= granted.clients)
      return false;
    if (hello.mode === 'connect') return true;
    if (this.#opened.has(flow)) return false;
    this.#opened.add(flow);
    // Not for ever: a session that is never started must not outlast one that is.
    const opening = toMilliseconds(this.#setup.limits.handshake * OPENING);
    if (performance.now() - this.#grantedAt < opening) this.#deadline.refresh();
    return true;
  }

  start(): void {
    this.#started = true;
    this.#reports.started();
    clearTimeout(this.#deadline);
    const after = toMilliseconds(longestOf(this.#setup) + this.#setup.hello.lossThreshold + GRACE_MS * 1e6);
    this.#deadline = setTimeout(() => this.stop('limit', says.over()), after);
    this.#lastMoved = performance.now();
    this.#flows.start();
  }

  /** Freezes the ledger and sends it. @param ended how the client's part did */
  async close(ended: Ended): Promise<void> {
    if (this.#closing || this.#ended) return;
    this.#closing = true;
    const patience = LEDGER_READ_MS + toMilliseconds(this.#setup.hello.lossThreshold);
    this.#reports.end();
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.stop('limit', says.notEnded()), patience);
    try {
      this.#setup.control.send(await this.#flows.close(ended));
    } catch (error) {
      this.stop('failed', says.noLedger({ reason: String(error) }));
    }
  }

  /** Ends the session by the server's will; the client is told. */
  stop(reason: SessionEnd, sentence: string): void {
    if (this.#ended) return;
    const { control } = this.#setup;
    void this.end(reason);
    control.refuse({ code: reason, message: sentence });
  }

  /** The server ends: the client is told, and stops before its sockets are closed, so that nothing is cut off on its way. */
  async leave(): Promise<void> {
    if (this.#ended || this.#leaving) return;
    this.#leaving = true;
    this.#setup.control.refuse(STOPPED);
    await new Promise((resolve) => setTimeout(resolve, FAREWELL_MS));
    this.#leaving = false;
    await this.end('stopped');
  }

  /** Ends the session; idempotent. Resolves when its sockets are closed. */
  async end(reason: SessionEnd): Promise<void> {
    if (this.#ended || this.#leaving) return;
    this.#ended = true;
    clearTimeout(this.#deadline);
    this.#reports.end();
    const figures = this.#reports.figures();
    this.#setup.ended(this);
    this.#setup.emit({ event: 'session-ended', id: this.info.id, figures, reason });
    await this.#flows.end();
  }

  /** What the client has measured, for the screen. */
  hear(told: ClientTold): void {
    this.#reports.hear(told);
  }

  /** Once a second. */
  #looked(counts: FlowCounts): void {
    const { limits } = this.#setup;
    if (counts.moved !== this.#last.moved) this.#lastMoved = performance.now();
    this.#last = counts;
    if (counts.exhausted) this.stop('limit', says.tooManyProbes());
    else if (counts.movedBytes > limits.bytes) this.stop('limit', says.tooManyBytes({ bytes: limits.bytes }));
    else if (performance.now() - this.#lastMoved > toMilliseconds(limits.idle))
      this.stop('limit', says.idle({ seconds: limits.idle / 1e9 }));
  }
}
