/** The linux port: sockets through system calls. It blocks in `wait`, so it belongs to a thread with a polling driver. */
import type { Clock } from '../../clock.ts';
import { type Batch, BLOCKED } from '../../wire/batch.ts';
import type { Capabilities, FlowOptions, Port } from '../port.ts';
import { DatagramFlow, type Stray } from './datagram/flow.ts';
import { type FlowHost, TableCache } from './flow.ts';
import { Flows } from './flows.ts';
import { EPOLLERR, EPOLLHUP, EPOLLIN, EPOLLOUT, EPOLLRDHUP } from './kernel/constants.ts';
import type { Kernel } from './kernel/kernel.ts';
import { Poller } from './kernel/poller.ts';
import { wakeOnTime } from './kernel/scheduling.ts';
import { Padding } from './kernel/tables.ts';
import { ReadyFlows } from './ready-flows.ts';
import { Stage } from './stage.ts';
import { type AdoptOptions, StreamFlow } from './stream/flow.ts';
import { LookBehind } from './stream/look-behind.ts';
import { ReadBuffer } from './stream/read-buffer.ts';
import { StreamShare } from './stream/sender.ts';
import { stampingOf } from './stream/stamping.ts';

export interface LinuxPortOptions {
  readonly kernel: Kernel;
  /** Times of sending and of arrival. */
  readonly clock: Clock;
  /** The kernel is asked for times of arrival. */
  readonly timestamps?: boolean | undefined;
  /** `wait` spins instead of sleeping. */
  readonly busyPoll?: boolean | undefined;
}

const CAPABILITIES = { engine: 'linux', blocking: true, dropCounter: true, tcpInfo: true } as const;
/** With so few flows, each is tried instead of asking epoll. */
const FEW = 4;
/** From here on a sleep need not end in time to the millisecond. */
const LONG_SLEEP = 8e6;

export class LinuxPort extends Flows implements Port {
  readonly capabilities: Capabilities;
  readonly #host: FlowHost;
  readonly #poller: Poller;
  readonly #tables: TableCache;
  readonly #busyPoll: boolean;
  readonly #clock: Clock;
  readonly #ready = new ReadyFlows();
  readonly #stage = new Stage();
  readonly #behind: LookBehind;
  #looked = false;
  /** Arrivals did not end the last sleep: they may be anywhere. */
  #slept = false;
  #connecting = 0;
  #pumping = false;
  #closed = false;

  constructor({ kernel, clock, timestamps, busyPoll }: LinuxPortOptions) {
    super();
    this.capabilities = { ...CAPABILITIES, timestampSource: timestamps === true ? 'kernel' : 'user' };
    wakeOnTime(kernel);
    this.#clock = clock;
    this.#behind = new LookBehind(clock);
    this.#busyPoll = busyPoll === true;
    const padding = new Padding(kernel);
    this.#poller = new Poller(kernel);
    this.#tables = new TableCache(kernel, padding, timestamps === true);
    this.#host = {
      kernel,
      clock,
      padding,
      poller: this.#poller,
      share: new StreamShare(kernel, clock, padding),
      buffer: new ReadBuffer(kernel),
      stamping: timestamps === true ? stampingOf(kernel, clock) : undefined,
      busyPoll: this.#busyPoll,
      ended: (flow, errno) => this.hasEnded({ flow, errno }),
    };
  }

  async open(options: FlowOptions): Promise<number> {
    const number = this.flows.length;
    this.#reserve(number);
    if (options.transport === 'udp') return this.#addDatagrams(number, options, undefined);
    const flow = new StreamFlow(this.#host, number, options);
    this.flows[number] = flow;
    this.#connecting++;
    this.#pump();
    try {
      await flow.connect(options);
    } catch (error) {
      this.flows[number] = undefined;
      throw error;
    } finally {
      this.#connecting--;
    }
    this.#opened(number, flow, options.oneWay === true);
    return number;
  }

  #opened(number: number, flow: StreamFlow, oneWay: boolean): void {
    this.count++;
    this.#ready.mark(number);
    if (oneWay) this.#behind.add(flow);
  }

  /**
   * A server's UDP flow: a socket of its own on the server's port (`options.local`, `options.shared`), connected to the client.
   * @param number of the flow, as the server chose it
   * @param stray gets datagrams of others, which can reach the socket before it is connected
   */
  async openReflecting(number: number, options: FlowOptions, stray: Stray): Promise<void> {
    this.#reserve(number);
    this.#addDatagrams(number, options, stray);
  }

  /**
   * Takes over an open connection; the port closes `fd` in the end, at once where this throws. While it takes no answers, it is not read.
   * @param number of the flow, as the server chose it
   * @param rest bytes of it that were read already
   */
  adopt(number: number, fd: number, options: AdoptOptions, rest: Uint8Array): void {
    this.#reserve(number);
    const flow = new StreamFlow(this.#host, number, options);
    flow.adopt(fd, options, rest);
    this.flows[number] = flow;
    this.#opened(number, flow, !options.answering);
  }

  #reserve(number: number): void {
    while (this.flows.length <= number) this.flows.push(undefined);
    this.#ready.reserve(number);
  }

  #addDatagrams(number: number, options: FlowOptions, stray: Stray | undefined): number {
    this.flows[number] = DatagramFlow.open(this.#host, number, options, stray);
    this.count++;
    this.#ready.mark(number);
    return number;
  }

  /** Connections come up while the thread still has its event loop. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    const look = () => {
      this.#pumping = false;
      if (this.#connecting === 0 || this.#closed) return;
      this.#look(1e6);
      this.#pump();
    };
    setImmediate(look);
  }

  prepare(sending: Batch, receiving: Batch): void {
    this.#tables.prepare(sending, [receiving, this.#stage.batch]);
  }

  send(batch: Batch): void {
    const table = this.#tables.sending(batch);
    const { flow, count } = batch;
    for (let from = 0, to = 0; from < count; from = to) {
      const number = flow[from]!;
      for (to = from + 1; to < count && flow[to] === number; ) to++;
      const target = this.flows[number];
      if (target === undefined) batch.status.fill(BLOCKED, from, to);
      else target.send(batch, table, from, to);
    }
  }

  receive(batch: Batch): void {
    batch.clear();
    if (!this.#stage.empty) this.#stage.unload(batch);
    if ((this.#busyPoll || this.#slept) && this.count <= FEW && this.allWritable())
      for (let i = 0; i < this.flows.length; i++) this.#ready.mark(i);
    else if (!this.#looked && this.#ready.none) this.#look(0);
    this.#looked = false;
    this.#slept = false;
    if (this.#ready.none) {
      this.#lookBehind(batch);
      return;
    }
    const table = this.#tables.receiving(batch);
    const ready = this.#ready.take();
    for (let i = 0; i < ready.length; i++) {
      const number = ready[i]!;
      const flow = this.flows[number];
      if (flow === undefined) continue;
      if (batch.full || flow.receive(batch, table)) this.#ready.mark(number);
    }
    this.#lookBehind(batch);
  }

  /** What is still to be read would look like what waits. */
  #lookBehind(batch: Batch): void {
    if (this.#ready.none) this.#behind.look(batch);
  }

  #look(timeout: number): void {
    const from = this.#host.stamping === undefined ? 0 : this.#clock();
    const events = this.#poller.wait(timeout);
    if (!this.#poller.interrupted) this.#host.stamping?.looks.at(from);
    for (let i = 0; i < events; i++) {
      const number = this.#poller.number(i);
      const flow = this.flows[number];
      if (flow === undefined) continue;
      const mask = this.#poller.mask(i);
      // A flow that was not read while it was blocked is read again.
      if ((mask & (EPOLLOUT | EPOLLERR | EPOLLHUP)) !== 0 && flow.writableNow()) this.#ready.mark(number);
      if ((mask & (EPOLLIN | EPOLLRDHUP | EPOLLERR | EPOLLHUP)) === 0) continue;
      if ((mask & (EPOLLRDHUP | EPOLLERR | EPOLLHUP)) !== 0) flow.closingNow();
      this.#ready.mark(number);
    }
  }

  wait(timeout: number, undisturbed = false): void {
    if (undisturbed && timeout > 0 && !this.#busyPoll && this.#ready.none) {
      this.#poller.sleep(timeout);
      this.#slept = true;
      return;
    }
    this.#looked = true;
    if (!this.#busyPoll) {
      if (timeout >= LONG_SLEEP && this.#ready.none && this.#sleepInFlow()) return;
      this.#look(this.#ready.none ? timeout : 0);
      return;
    }
    // Few flows are tried by `receive` itself; blocked ones need the poller all the same.
    if (this.count <= FEW && this.allWritable()) return;
    const until = this.#clock() + timeout;
    do this.#look(0);
    while (this.#ready.none && this.#clock() < until);
  }

  /** With a single flow of datagrams, the receiving call can do the sleeping. @returns whether it did */
  #sleepInFlow(): boolean {
    const flow = this.count === 1 && this.#connecting === 0 ? this.flows[this.flows.length - 1] : undefined;
    if (!(flow instanceof DatagramFlow) || !flow.sleeps || !this.#stage.empty) return false;
    flow.sleep(this.#stage.batch, this.#tables.receiving(this.#stage.batch));
    return true;
  }

  /** A blocking port tells by returning from `wait`. */
  onReady(): void {}

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const flow of this.flows) flow?.close(false);
    this.flows.fill(undefined);
    this.#behind.clear();
    this.#poller.close();
  }
}
