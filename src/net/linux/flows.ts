/** The flows of a port by number, and what they say when they are asked. */
import type { Address, FlowEnd, SocketState } from '../port.ts';
import type { Flow } from './flow.ts';

const NONE: FlowEnd[] = [];

export class Flows {
  protected readonly flows: (Flow | undefined)[] = [];
  /** Open ones. */
  protected count = 0;
  #ended: FlowEnd[] = [];

  local(flow: number): Address {
    return this.flows[flow]?.local() ?? { address: '', port: 0 };
  }

  /** Only the poller sees when a blocked flow can go on. */
  protected allWritable(): boolean {
    for (const flow of this.flows) if (flow !== undefined && !flow.writable()) return false;
    return true;
  }

  writable(flow: number): boolean {
    return this.flows[flow]?.writable() ?? false;
  }

  bytesReceived(flow: number): number {
    return this.flows[flow]?.bytesReceived() ?? 0;
  }

  drops(flow: number): number | null {
    return this.flows[flow]?.drops() ?? null;
  }

  receiveBuffer(flow: number): number | null {
    return this.flows[flow]?.receiveBuffer() ?? null;
  }

  error(flow: number): number {
    return this.flows[flow]?.error() ?? 0;
  }

  tcpInfo(flow: number) {
    return this.flows[flow]?.tcpInfo() ?? null;
  }

  given(flow: number): SocketState | null {
    return this.flows[flow]?.given() ?? null;
  }

  protected hasEnded(end: FlowEnd): void {
    this.#ended.push(end);
  }

  ended(): FlowEnd[] {
    if (this.#ended.length === 0) return NONE;
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  closeFlow(flow: number, abort = false): void {
    if (this.flows[flow] === undefined) return;
    this.flows[flow]?.close(abort);
    this.flows[flow] = undefined;
    this.count--;
  }
}
