/** The portable port: node:net and node:dgram, on any system that Node runs on; for clients and for servers. */
import type { Socket } from 'node:net';
import type { Clock } from '../../clock.ts';
import { type Batch, BLOCKED } from '../../wire/batch.ts';
import { portSharing } from '../datagrams/sharing.ts';
import type { Address, Capabilities, FlowEnd, FlowOptions, Port, SocketState } from '../port.ts';
import { DatagramFlow, type Stray } from './datagram-flow.ts';
import { dropsAreTold } from './drops.ts';
import type { Flow, FlowHost, Guarded } from './flow.ts';
import { Inbox } from './inbox.ts';
import { OutgoingPool } from './outgoing.ts';
import { type Framing, StreamFlow } from './stream-flow.ts';

export class PortablePort implements Port {
  readonly capabilities: Capabilities;
  readonly #host: FlowHost;
  readonly #flows: (Flow | undefined)[] = [];
  #ended: FlowEnd[] = [];

  /** @param clock times of sending and of arrival; @param guarded where others than this program's owner are served */
  constructor(clock: Clock, guarded: Guarded = (take) => take) {
    this.capabilities = {
      engine: 'portable',
      timestampSource: 'user',
      blocking: false,
      dropCounter: dropsAreTold(),
      tcpInfo: false,
    };
    const inbox = new Inbox();
    this.#host = {
      clock,
      inbox,
      guarded,
      outgoing: new OutgoingPool(),
      readBuffer: Buffer.allocUnsafeSlow(256 * 1024),
      flowEnded: (flow, errno) => {
        this.#ended.push({ flow, errno });
        inbox.notify();
      },
    };
  }

  async open(options: FlowOptions): Promise<number> {
    const number = this.#flows.push(undefined) - 1;
    if (options.transport === 'udp') return this.#openDatagrams(number, options, undefined);
    const flow = new StreamFlow(this.#host, number, options);
    await flow.connect(options);
    this.#flows[number] = flow;
    return number;
  }

  /**
   * A server's UDP flow: a socket of its own on the server's port (`options.local`, `options.shared`), connected to the client.
   * @param number of the flow, as the server chose it
   * @param stray gets datagrams of others, which can reach the socket before it is connected
   */
  async openReflecting(number: number, options: FlowOptions, stray: Stray): Promise<void> {
    await this.#openDatagrams(number, options, stray);
  }

  /**
   * Takes over an accepted connection as a flow. Where it answers, it is not read while more than the bound waits unsent
   * on it: whoever does not take answers gets none made.
   * @param number of the flow, as the server chose it
   * @param rest bytes of it that were read already
   */
  adopt(number: number, socket: Socket, framing: Framing, rest: Uint8Array): void {
    const flow = new StreamFlow(this.#host, number, framing);
    this.#flows[number] = flow;
    flow.adopt(socket, rest);
  }

  async #openDatagrams(number: number, options: FlowOptions, stray: Stray | undefined): Promise<number> {
    const sharing = options.shared === true ? await portSharing() : undefined;
    const flow = new DatagramFlow(this.#host, number, options, sharing);
    try {
      await flow.connect(options, stray);
    } catch (error) {
      flow.discard();
      throw error;
    }
    this.#flows[number] = flow;
    return number;
  }

  local(flow: number): Address {
    return this.#flows[flow]?.local() ?? { address: '', port: 0 };
  }

  send(batch: Batch): void {
    const { flow, count } = batch;
    for (let from = 0, to = 0; from < count; from = to) {
      const number = flow[from]!;
      for (to = from + 1; to < count && flow[to] === number; ) to++;
      const target = this.#flows[number];
      if (target === undefined) batch.status.fill(BLOCKED, from, to);
      else target.send(batch, from, to);
    }
  }

  receive(batch: Batch): void {
    this.#host.inbox.take(batch);
  }

  writable(flow: number): boolean {
    return this.#flows[flow]?.writable() ?? false;
  }

  bytesReceived(flow: number): number {
    return this.#flows[flow]?.bytesReceived() ?? 0;
  }

  /** Bytes of all flows that wait in this process because nobody reads them. */
  unsent(): number {
    let all = 0;
    for (const flow of this.#flows) all += flow?.unsent() ?? 0;
    return all;
  }

  ended(): FlowEnd[] {
    if (this.#ended.length === 0) return NONE;
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  error(flow: number): number {
    return this.#flows[flow]?.error() ?? 0;
  }

  drops(flow: number): number | null {
    return this.#flows[flow]?.drops() ?? null;
  }

  receiveBuffer(flow: number): number | null {
    return this.#flows[flow]?.receiveBuffer() ?? null;
  }

  tcpInfo(): null {
    return null;
  }

  given(flow: number): SocketState | null {
    return this.#flows[flow]?.given() ?? null;
  }

  closeFlow(flow: number, abort = false): void {
    this.#flows[flow]?.close(abort);
    this.#flows[flow] = undefined;
  }

  wait(): void {}

  onReady(listener: () => void): void {
    this.#host.inbox.onReady(listener);
  }

  async close(): Promise<void> {
    // Numbers that a server chose may leave holes.
    const open = this.#flows.filter((flow) => flow !== undefined);
    this.#flows.fill(undefined);
    await Promise.all(open.map((flow) => flow.closed()));
  }
}

const NONE: FlowEnd[] = [];
