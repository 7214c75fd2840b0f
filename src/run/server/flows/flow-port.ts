/** What a session's flows need of a port, and of whoever drives it. */
import type { Clock } from '../../../clock.ts';
import type { Kernel } from '../../../net/linux/kernel/kernel.ts';
import type { Address, FlowOptions, Port, SocketOptions } from '../../../net/port.ts';
import type { Engine } from '../../../session/engine.ts';
import type { Driver } from '../../drivers/driver.ts';
import type { Fault } from '../../listening/boundary.ts';

/** A port that takes the flows of a server; `Connection` is how an accepted connection is handed over. */
export interface FlowPort<Connection> extends Port {
  /** Bytes of all flows that wait in this process; absent where they wait in the kernel alone. */
  unsent?(): number;
  openReflecting(
    number: number,
    options: FlowOptions,
    stray: (message: Buffer, from: Address) => void,
  ): Promise<void>;
  adopt(
    number: number,
    connection: Connection,
    options: SocketOptions & {
      readonly size: number;
      readonly remote: Address;
      /** What arrives is answered; otherwise it only ends here (one-way streams). */
      readonly answering: boolean;
    },
    rest: Uint8Array,
  ): void;
}

export interface FlowSide<Connection> {
  /** Where it can be asked. */
  readonly kernel?: Kernel;
  port(clock: Clock, fault: Fault): FlowPort<Connection>;
  driver(port: Port, engine: Engine, clock: Clock, stampAt: number, fault: Fault): Driver;
}
