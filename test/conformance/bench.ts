/** The world that a port is tried in: peers that behave in known ways, and the passing of time. */
import type { Address, Port } from '../../src/net/port.ts';
import type { Transport } from '../../src/units.ts';

export type Behaviour =
  /** Everything comes back. */
  | 'echo'
  /** Accepts, and reads nothing until it is released; then it reads, and answers nothing. */
  | 'hold'
  /** Ends in order, or resets, as soon as something has come. */
  | 'end'
  | 'reset'
  /** Datagrams: answers with the first ten bytes. */
  | 'short';

export interface Peer {
  readonly address: Address;
  /** Bytes that it has read. */
  bytes(): number;
  release(): void;
}

export interface PortBench {
  readonly port: Port;
  /** Where nobody listens. */
  readonly nowhere: Address;
  peer(transport: Transport, behaviour: Behaviour): Promise<Peer>;
  /** Lets time pass until `done`; fails where it never is. */
  until(done: () => boolean): Promise<void>;
  close(): Promise<void>;
}
