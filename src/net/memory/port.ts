/** A port without a network: flows to other ports of the same network (network.ts), on virtual time. For tests. */
import { type Batch, HEADER_BYTES } from '../../wire/batch.ts';
import type { Address, Capabilities, FlowEnd, FlowOptions, Port } from '../port.ts';
import { type FlowOwner, MemoryFlow } from './flow.ts';
import type { Link } from './link.ts';
import type { VirtualTime } from './virtual-time.ts';

const EPIPE = 32;
const CAPABILITIES: Capabilities = {
  engine: 'memory',
  timestampSource: 'virtual',
  blocking: false,
  dropCounter: true,
  tcpInfo: false,
};

/** The network that joins ports. */
export interface Connector {
  readonly time: VirtualTime;
  connect(from: MemoryPort, options: FlowOptions): number;
}

interface Arrived {
  readonly flow: MemoryFlow;
  readonly header: Uint8Array;
  readonly length: number;
  readonly time: number;
}

export class MemoryPort implements Port, FlowOwner {
  readonly capabilities = CAPABILITIES;
  readonly time: VirtualTime;
  readonly #network: Connector;
  readonly #flows: (MemoryFlow | undefined)[] = [];
  readonly #locals: Address[] = [];
  #inbox: Arrived[] = [];
  #streamed = new Map<MemoryFlow, number>();
  #ended: FlowEnd[] = [];
  #listener: (() => void) | undefined;

  constructor(network: Connector) {
    this.#network = network;
    this.time = network.time;
  }

  async open(options: FlowOptions): Promise<number> {
    return this.#network.connect(this, options);
  }

  /** One end of a new flow of this port. */
  addFlow(options: FlowOptions, local: Address, link: Link): MemoryFlow {
    const flow = new MemoryFlow(this, this.#flows.length, options, link);
    this.#flows.push(flow);
    this.#locals.push(local);
    return flow;
  }

  local(flow: number): Address {
    return this.#locals[flow] ?? { address: '', port: 0 };
  }

  send(batch: Batch): void {
    for (let i = 0; i < batch.count; i++) {
      const flow = this.#flows[batch.flow[i]!];
      if (flow === undefined) batch.status[i] = EPIPE;
      else flow.send(batch, i);
    }
  }

  receive(batch: Batch): void {
    const taken = this.#inbox.splice(0, batch.capacity);
    batch.clear();
    batch.count = taken.length;
    for (const [flow, bytes] of this.#streamed) {
      batch.streamed += bytes;
      flow.readBytes(bytes);
    }
    this.#streamed.clear();
    for (const [i, { flow, header, length, time }] of taken.entries()) {
      const at = i * HEADER_BYTES;
      batch.headers.set(header, at);
      // The rest of a short datagram is zero, as in a buffer that was never written.
      if (length < HEADER_BYTES) batch.headers.fill(0, at + length, at + HEADER_BYTES);
      batch.flow[i] = flow.number;
      batch.length[i] = length;
      batch.time[i] = time;
      flow.read(length);
    }
  }

  /** Whether something waits to be received, or has ended. */
  get waiting(): boolean {
    return this.#inbox.length > 0 || this.#streamed.size > 0 || this.#ended.length > 0;
  }

  arrived(flow: MemoryFlow, header: Uint8Array, length: number): void {
    this.#inbox.push({ flow, header, length, time: this.time.now });
    this.ready();
  }

  streamed(flow: MemoryFlow, bytes: number): void {
    this.#streamed.set(flow, (this.#streamed.get(flow) ?? 0) + bytes);
    this.ready();
  }

  ended(): FlowEnd[];
  ended(flow: MemoryFlow, errno: number | null): void;
  ended(flow?: MemoryFlow, errno: number | null = null): FlowEnd[] {
    if (flow !== undefined) {
      this.#ended.push({ flow: flow.number, errno });
      this.ready();
      return [];
    }
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  ready(): void {
    this.#listener?.();
  }

  writable(flow: number): boolean {
    return this.#flows[flow]?.writable ?? false;
  }

  bytesReceived(flow: number): number {
    return this.#flows[flow]?.bytes ?? 0;
  }

  error(): number {
    return 0;
  }

  drops(flow: number): number | null {
    return this.#flows[flow]?.drops ?? null;
  }

  receiveBuffer(flow: number): number | null {
    return this.#flows[flow]?.receiveBuffer ?? null;
  }

  tcpInfo(): null {
    return null;
  }

  given(): null {
    return null;
  }

  closeFlow(flow: number, abort = false): void {
    this.#flows[flow]?.close(abort);
    this.#flows[flow] = undefined;
    this.#inbox = this.#inbox.filter((arrived) => arrived.flow.number !== flow);
  }

  wait(): void {}

  onReady(listener: () => void): void {
    this.#listener = listener;
  }

  async close(): Promise<void> {
    this.#flows.forEach((_, flow) => {
      this.closeFlow(flow);
    });
  }
}
