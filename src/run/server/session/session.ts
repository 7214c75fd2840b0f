/** One session: from its grant to the end of its sockets, with its deadlines and its reports. */
import type { Socket } from 'node:net';
import type { Address } from '../../../net/port.ts';
import type { ServerEvent, ServerSessionFigures, ServerSessionInfo } from '../../../result/server-events.ts';
import type { ClientTold, Ended, Grant, Hello } from '../../../wire/control.ts';
import type { Token } from '../../../wire/header.ts';
import { server as says } from '../../../words/en/server.ts';
import { type Fault, reasonOf, within } from '../../listening/boundary.ts';
import type { ServerLimits } from '../admission/limits.ts';
import { ConnectFlows } from '../flows/connect-flows.ts';
import type { FlowCounts, FlowEngine, GoodputTold, SessionFlows } from '../flows/flow-engine.ts';
import type { ControlConnection } from './control.ts';
import { FAREWELL_MS, STOPPED } from './farewell.ts';
import { Figures, heard } from './figures.ts';
import { toMilliseconds } from './time.ts';

export type SessionEnd = Extract<ServerEvent, { event: 'session-ended' }>['reason'];

export interface SessionSetup {
  readonly id: number;
  readonly token: Token;
  /** See SessionPlan. */
  readonly epoch: bigint;
  readonly hello: Hello;
  readonly granted: Grant['granted'];
  readonly ceiling: number;
  /** Of the client; null: anyone with the token (a control connection over a Unix socket has no address). */
  readonly address: string | null;
  /** The server's address that the control connection reached. */
  readonly local: Address;
  readonly limits: ServerLimits;
  /** See SessionPlan. */
  readonly spare: number;
  readonly macKey: Uint8Array | null;
  readonly control: ControlConnection;
  readonly stray: (message: Buffer, from: Address) => void;
  readonly emit: (event: ServerEvent) => void;
  readonly ended: (session: Session) => void;
}

const REPORT_MS = 1000;
/** A client whose screen shows what comes up is told more often, where enough has come to be worth it. */
const TELL_MS = 250;
const WORTH_TELLING = 64 * 1024;
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
  readonly #report: NodeJS.Timeout;
  readonly #telling: NodeJS.Timeout | undefined;
  #toldBytes = 0;
  readonly #opened = new Set<number>();
  #deadline: NodeJS.Timeout;
  #last: FlowCounts;
  readonly #figures: Figures;
  readonly #grantedAt = performance.now();
  #lastMoved = performance.now();
  #ended = false;
  #leaving = false;
  #started = false;
  #closing = false;
  #told: ClientTold | null = null;
  #startedAt: number | null = null;

  readonly #fault: Fault = (error) => this.stop('failed', says.fault({ reason: reasonOf(error) }));

  constructor(setup: SessionSetup, engine: FlowEngine) {
    const { id, token, epoch, hello, granted, address } = setup;
    this.#setup = setup;
    this.token = token;
    this.epoch = epoch;
    this.address = address;
    const plan = {
      token,
      epoch,
      hello,
      granted,
      ceiling: setup.ceiling,
      memory: setup.limits.sessionMemory,
      spare: setup.spare,
      longest: Math.min(granted.duration ?? Number.POSITIVE_INFINITY, setup.limits.duration),
      macKey: setup.macKey,
      stray: within(this.#fault, setup.stray),
      done: () => setup.control.send({ type: 'done' }),
      failed: (sentence: string) => this.stop('failed', sentence),
      fault: this.#fault,
    };
    const engineName = engine.engineOf(hello);
    this.#flows = hello.mode === 'connect' ? new ConnectFlows(plan) : engine.begin(plan);
    this.#last = this.#flows.counts();
    this.#figures = new Figures(hello.mode === 'down');
    this.#figures.next(this.#last, null, performance.now());
    this.info = {
      id,
      address: address ?? '',
      tool: hello.tool,
      transport: hello.transport,
      mode: hello.mode,
      clients: granted.clients,
      size: granted.size,
      rate: granted.rate,
      engine: engineName,
      name: hello.name ?? null,
      run: hello.run ?? null,
      duration: granted.duration,
      since: Date.now(),
    };
    this.#deadline = setTimeout(
      () => this.stop('limit', says.notStarted()),
      toMilliseconds(setup.limits.handshake * TO_START),
    );
    this.#report = setInterval(
      within(this.#fault, () => this.#tick()),
      REPORT_MS,
    );
    if (hello.mode === 'up' || hello.mode === 'both')
      this.#telling = setInterval(
        within(this.#fault, () => this.#tellOften()),
        TELL_MS,
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
    this.#startedAt = performance.now();
    clearTimeout(this.#deadline);
    const { hello, granted, limits } = this.#setup;
    const longest = Math.min(granted.duration ?? Number.POSITIVE_INFINITY, limits.duration);
    const after = toMilliseconds(longest + hello.lossThreshold + GRACE_MS * 1e6);
    this.#deadline = setTimeout(() => this.stop('limit', says.over()), after);
    this.#lastMoved = performance.now();
    this.#flows.start();
  }

  /** Freezes the ledger and sends it. @param ended how the client's part did */
  async close(ended: Ended): Promise<void> {
    if (this.#closing || this.#ended) return;
    this.#closing = true;
    const patience = LEDGER_READ_MS + toMilliseconds(this.#setup.hello.lossThreshold);
    this.#tellNoMore();
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
    this.#tellNoMore();
    const figures = this.#figuresNow(this.#flows.counts(), this.#flows.goodput());
    this.#setup.ended(this);
    this.#setup.emit({ event: 'session-ended', id: this.info.id, figures, reason });
    await this.#flows.end();
  }

  /** What the client has measured, for the screen. */
  hear(told: ClientTold): void {
    this.#told = told;
  }

  #figuresNow(counts: FlowCounts, goodput: GoodputTold | null): ServerSessionFigures {
    const now = performance.now();
    const { duration } = this.info;
    const started = this.#startedAt;
    const remaining =
      duration === null || started === null ? null : Math.max(0, duration - (now - started) * 1e6);
    return { ...this.#figures.next(counts, goodput, now), ...heard(counts, this.#told), remaining };
  }

  #tellNoMore(): void {
    clearInterval(this.#report);
    clearInterval(this.#telling);
  }

  #tellOften(): void {
    const counts = this.#flows.counts();
    if (counts.movedBytes - this.#toldBytes >= WORTH_TELLING) this.#tell(counts);
  }

  #tell({ snapshot, movedBytes }: FlowCounts): GoodputTold | null {
    this.#toldBytes = movedBytes;
    const goodput = this.#flows.goodput();
    this.#setup.control.send(goodput === null ? snapshot : { ...snapshot, goodput });
    return goodput;
  }

  #tick(): void {
    const counts = this.#flows.counts();
    const { limits, emit } = this.#setup;
    const goodput = this.#tell(counts);
    emit({
      event: 'session',
      id: this.info.id,
      figures: this.#figuresNow(counts, goodput),
    });
    if (counts.moved !== this.#last.moved) this.#lastMoved = performance.now();
    this.#last = counts;
    if (counts.exhausted) this.stop('limit', says.tooManyProbes());
    else if (counts.movedBytes > limits.bytes) this.stop('limit', says.tooManyBytes({ bytes: limits.bytes }));
    else if (performance.now() - this.#lastMoved > toMilliseconds(limits.idle))
      this.stop('limit', says.idle({ seconds: limits.idle / 1e9 }));
  }
}
