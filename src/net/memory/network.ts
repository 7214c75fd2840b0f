/** A network in memory: listeners by address, and a link in each direction whose fates are drawn from a seed. */
import { SockbenchError } from '../../errors.ts';
import type { Address, FlowOptions } from '../port.ts';
import { Link, type LinkOptions } from './link.ts';
import { type Connector, MemoryPort } from './port.ts';
import { VirtualTime } from './virtual-time.ts';

export interface NetworkOptions {
  readonly seed?: number;
  /** From who opens a flow to who listens. */
  readonly up?: LinkOptions;
  readonly down?: LinkOptions;
}

/** Who listens: the port that takes the flow, and how it sees it (framing, receive buffer). */
export interface Listener {
  readonly port: MemoryPort;
  readonly options?: Partial<FlowOptions>;
}

export class MemoryNetwork implements Connector {
  readonly time = new VirtualTime();
  readonly up: Link;
  readonly down: Link;
  readonly #listeners = new Map<string, Listener>();
  #lastPort = 40_000;

  constructor({ seed = 1, up = {}, down = {} }: NetworkOptions = {}) {
    this.up = new Link(this.time, up, seed * 2);
    this.down = new Link(this.time, down, seed * 2 + 1);
  }

  port(): MemoryPort {
    return new MemoryPort(this);
  }

  listen(address: Address, listener: Listener): void {
    this.#listeners.set(keyOf(address), listener);
  }

  /** @throws SockbenchError `connection-refused` where nobody listens @returns the number of the flow at `from` */
  connect(from: MemoryPort, options: FlowOptions): number {
    const listener = this.#listeners.get(keyOf(options.remote));
    if (listener === undefined)
      throw new SockbenchError('connection-refused', 'connect', { address: keyOf(options.remote) });
    const local = { address: options.local?.address ?? '10.0.0.1', port: ++this.#lastPort };
    const near = from.addFlow(options, local, this.up);
    const far = listener.port.addFlow(
      { ...options, remote: local, ...listener.options },
      options.remote,
      this.down,
    );
    near.join(far);
    return near.number;
  }
}

const keyOf = ({ address, port }: Address): string => `${address}:${port}`;
