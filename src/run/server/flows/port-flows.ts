/** One session's flows: a port, a driver and state machines of its own, in whatever thread this is made. */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { type Clock, clockSince } from '../../../clock.ts';
import type { Address, SocketOptions, SocketState } from '../../../net/port.ts';
import { unsentOf } from '../../../net/unsent.ts';
import { Batch, HEADER_BYTES, NO_STAMP } from '../../../wire/batch.ts';
import { type Ended, type ServerLedger, START_LEAD } from '../../../wire/control.ts';
import { hasToken, readFlow } from '../../../wire/header.ts';
import { Mac } from '../../../wire/mac.ts';
import { server as says } from '../../../words/en/server.ts';
import type { Driver } from '../../drivers/driver.ts';
import { ProcessorWatch } from '../../processor-time.ts';
import { QueueWatch } from '../../queue-drops.ts';
import { TcpSince } from '../../tcp-since.ts';
import { Confirmed } from '../session/confirmed.ts';
import { countsOf, ledgerOf, tcpSideOf } from '../session/ledger.ts';
import { SessionMachine } from '../session/machine.ts';
import { openedFor } from '../session/opened.ts';
import { type FlowCounts, type GoodputTold, isFlood, type SessionPlan } from './flow-engine.ts';
import type { FlowPort, FlowSide } from './flow-port.ts';

/** Turns of the event loop without anything new, after which all that had arrived has been read. */
const QUIET_TURNS = 3;
const MOST_TURNS = 200;
/** A TCP stream up of which the client does not tell its length: so long without a byte, and nothing is on its way. */
const QUIET_MS = 100;
const LOOK_MS = 5;
/** Connections whose state is read at once. */
const MOST_ASKED = 256;

export class PortFlows<Connection> {
  readonly #plan: SessionPlan;
  readonly #clock: Clock;
  readonly #port: FlowPort<Connection>;
  readonly #machine: SessionMachine;
  readonly #driver: Driver;
  readonly #mac: Mac | null;
  readonly #opened = new Batch(1);
  readonly #flows = new Set<number>();
  readonly #datagrams: boolean;
  readonly #tcpSince: TcpSince;
  readonly #queues = new QueueWatch();
  readonly #processors = new ProcessorWatch();
  readonly #confirmed = new Confirmed((flow) => this.#port.tcpInfo(flow));
  /** What the system made of the options of the first flow: all are asked for the same. */
  #given: SocketState | null = null;

  constructor(plan: SessionPlan, side: FlowSide<Connection>) {
    this.#plan = plan;
    if (plan.hello.transport === 'udp') this.#queues.kernel = side.kernel;
    this.#datagrams = plan.hello.transport === 'udp';
    this.#clock = clockSince(plan.epoch);
    this.#port = side.port(this.#clock, plan.fault);
    this.#tcpSince = new TcpSince(plan.granted.clients, (flow) => this.#port.tcpInfo(flow));
    this.#mac = plan.macKey === null ? null : new Mac(plan.macKey);
    this.#machine = new SessionMachine(plan, this.#mac, {
      writable: (flow) => this.#port.writable(flow),
      ended: (flow) => this.#flows.delete(flow),
      reopen: (flow, batch, entry) => {
        const at = entry * HEADER_BYTES;
        if (!hasToken(batch.view, at, plan.token) || readFlow(batch.view, at) !== flow) return;
        if (this.#mac?.holds(batch.view, at) === false) return;
        this.#answerOpen(flow, batch.headers.subarray(at, at + HEADER_BYTES));
      },
      done: plan.done,
      receiveBuffer: () => {
        const [first] = this.#flows;
        return first === undefined ? null : this.#port.receiveBuffer(first);
      },
    });
    this.#driver = side.driver(this.#port, this.#machine, this.#clock, this.#machine.stampAt, plan.fault);
    this.#driver.start();
  }

  async openDatagrams(flow: number, remote: Address, local: Address, open: Uint8Array): Promise<void> {
    if (this.#mac?.holds(viewOf(open), 0) === false) throw new Error('the MAC does not hold');
    const { granted, stray } = this.#plan;
    const options = {
      ...this.#options(),
      transport: 'udp' as const,
      remote,
      local,
      shared: true,
      size: granted.size,
      flood: isFlood(this.#plan),
    };
    try {
      await this.#port.openReflecting(flow, options, stray);
    } catch (error) {
      // Not by waiting until the client gives up: it would not learn why.
      this.#plan.failed(says.notOpened({ flow, reason: (error as Error).message }));
      throw error;
    }
    this.#flows.add(flow);
    this.#given ??= this.#port.given(flow);
    this.#answerOpen(flow, open);
  }

  /** @param remote the client's end of the connection */
  adopt(flow: number, connection: Connection, remote: Address, open: Uint8Array, rest: Uint8Array): void {
    if (this.#mac?.holds(viewOf(open), 0) === false) throw new Error('the MAC does not hold');
    this.#flows.add(flow);
    const { hello, granted } = this.#plan;
    const { size, rate, clients } = granted;
    const streams = hello.mode === 'down' || hello.mode === 'both';
    const unsent = streams && hello.sendBuffer === null ? unsentOf(rate, size, clients) : undefined;
    const options = { ...this.#options(), unsent, size, remote, answering: hello.mode === 'echo' };
    try {
      this.#port.adopt(flow, connection, options, rest);
    } catch (error) {
      this.#flows.delete(flow);
      throw error;
    }
    this.#given ??= this.#port.given(flow);
    this.#answerOpen(flow, open);
  }

  #options(): SocketOptions {
    const { sendBuffer, receiveBuffer, dscp, nagle, congestionControl } = this.#plan.hello;
    return {
      sendBuffer: sendBuffer ?? undefined,
      receiveBuffer: receiveBuffer ?? undefined,
      dscp: dscp ?? undefined,
      nagle,
      congestionControl: congestionControl ?? undefined,
    };
  }

  #answerOpen(flow: number, open: Uint8Array): void {
    const batch = this.#opened;
    batch.count = 1;
    batch.stampAt = NO_STAMP;
    batch.flow[0] = flow;
    batch.length[0] = HEADER_BYTES;
    openedFor(open).copy(batch.headers);
    this.#mac?.sign(batch.view, 0);
    this.#port.send(batch);
  }

  start(): void {
    this.#driver.prepare();
    this.#machine.start(this.#clock());
    this.#processors.begin();
    const { warmup, interval } = this.#plan.hello;
    const from = warmup + START_LEAD;
    if (this.#tells) this.#tcpSince.markIn(from, interval === undefined ? undefined : { interval, from });
    const [first] = this.#flows;
    this.#queues.beginIn(from, first === undefined ? undefined : this.#port.local(first).address);
    this.#driver.wake();
  }

  counts(): FlowCounts {
    const asked = this.#tells && this.#machine.source !== null && this.#plan.granted.clients <= MOST_ASKED;
    const confirmed = asked ? this.#confirmed.sum(this.#flows) : null;
    const counts = countsOf(this.#machine, this.#flows.size, this.#datagrams, confirmed);
    const snapshot = { ...counts.snapshot, ...this.#resent() };
    return { ...counts, snapshot, kept: counts.kept + (this.#port.unsent?.() ?? 0) };
  }

  /** Of the first connections: that of thousands would take too long each second. */
  #resent(): { readonly resentHere?: number } {
    if (!this.#tells || this.#plan.granted.clients > MOST_ASKED) return {};
    const infos = this.#tcpSince.take();
    return infos.length === 0
      ? {}
      : { resentHere: infos.reduce((all, { retransmits }) => all + retransmits, 0) };
  }

  goodput(): GoodputTold | null {
    const { goodput } = this.#machine.receiver;
    const now = this.#clock();
    return goodput === undefined ? null : { ...goodput.soFar(now), ...goodput.ended(now) };
  }

  async close(ended: Ended): Promise<ServerLedger> {
    const closedAt = this.#clock();
    this.#machine.source?.halt();
    if (ended.stopped !== undefined) this.#machine.receiver.goodput?.end(ended.stopped);
    await this.#settle(ended.sent);
    this.#machine.reflector?.abandon();
    const ledger = ledgerOf(this.#machine, this.#datagrams, this.#drops(), closedAt, ended.settled);
    this.#machine.frozen = true;
    const stalls = { ...this.#machine.stalls.data(), taken: this.#processors.taken };
    return {
      ...ledger,
      ...this.#tcp(),
      stalls,
      sockets: this.#given,
      queueDrops: this.#queues.dropped,
      ...this.#queues.told,
    };
  }

  /** Datagrams that had arrived when the client said `close` belong to the ledger, and so do bytes still on their way. */
  async #settle(sent: number | undefined): Promise<void> {
    const { hello } = this.#plan;
    const stream = !this.#datagrams && (hello.mode === 'up' || hello.mode === 'both');
    const until = this.#clock() + hello.lossThreshold;
    if (stream && sent !== undefined) await this.#brought(sent, until);
    const unsure = stream && sent === undefined;
    let last = -1;
    for (let quiet = 0, turns = 0; quiet < QUIET_TURNS && turns < MOST_TURNS; turns++) {
      if (unsure && this.#flows.size > 0 && this.#clock() < until) await sleep(QUIET_MS / QUIET_TURNS);
      else await turn();
      const now = this.#machine.receiver.movedBytes;
      quiet = now === last && this.#machine.reflector?.waiting !== true ? quiet + 1 : 0;
      last = now;
    }
  }

  /** A stream up has brought everything, or more than belongs to its span: what waits behind a lost segment is in it. */
  async #brought(sent: number, until: number): Promise<void> {
    const { flows, goodput } = this.#machine.receiver;
    const all = (): boolean => flows.reduce((sum, { received }) => sum + received, 0) >= sent;
    while (this.#flows.size > 0 && this.#clock() < until && goodput?.over !== true && !all())
      await sleep(LOOK_MS);
  }

  #drops(): number[] | null {
    if (!this.#datagrams || !this.#port.capabilities.dropCounter) return null;
    const { clients } = this.#plan.granted;
    const drops = Array.from({ length: clients }, (_, flow) =>
      this.#flows.has(flow) ? this.#port.drops(flow) : 0,
    );
    return drops.includes(null) ? null : (drops as number[]);
  }

  #tcp(): Pick<ServerLedger, 'tcp' | 'resent'> {
    if (!this.#tells) return { tcp: null };
    const infos = this.#tcpSince.take();
    return { tcp: tcpSideOf(infos), resent: this.#tcpSince.resent(infos) };
  }

  get #tells(): boolean {
    return !this.#datagrams && this.#port.capabilities.tcpInfo;
  }

  async end(): Promise<void> {
    this.#tcpSince.stop();
    this.#queues.end();
    this.#driver.stop();
    await this.#port.close();
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
