/** Flows on the portable port, in the server's own thread. */
import type { Socket } from 'node:net';
import type { Kernel } from '../../../net/linux/kernel/kernel.ts';
import type { Address } from '../../../net/port.ts';
import { PortablePort } from '../../../net/portable/port.ts';
import type { Ended, ServerLedger } from '../../../wire/control.ts';
import { EventDriver } from '../../drivers/event.ts';
import type { FlowCounts, FlowEngine, GoodputTold, SessionFlows, SessionPlan } from './flow-engine.ts';
import type { FlowSide } from './flow-port.ts';
import { PortFlows } from './port-flows.ts';

const sideOf = (kernel: Kernel | undefined): FlowSide<Socket> => ({
  ...(kernel !== undefined && { kernel }),
  port: (clock, fault) =>
    new PortablePort(clock, (take) => (first, second) => {
      try {
        take(first, second);
      } catch (error) {
        fault(error);
      }
    }),
  driver: (port, engine, clock, stampAt, fault) => new EventDriver(port, engine, clock, stampAt, fault),
});

export class PortableFlowEngine implements FlowEngine {
  readonly name = 'portable';
  readonly #kernel: Kernel | undefined;

  /** @param kernel where it can be asked about what the flows do not tell */
  constructor(kernel?: Kernel) {
    this.#kernel = kernel;
  }

  engineOf(): 'portable' {
    return 'portable';
  }

  /** It sets none, which is no failure. */
  hasCongestionControl(): boolean {
    return true;
  }

  wallError(): null {
    return null;
  }

  begin(plan: SessionPlan): SessionFlows {
    return new PortableFlows(plan, this.#kernel);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class PortableFlows implements SessionFlows {
  readonly #plan: SessionPlan;
  readonly #flows: PortFlows<Socket>;

  constructor(plan: SessionPlan, kernel: Kernel | undefined) {
    this.#plan = plan;
    this.#flows = new PortFlows(plan, sideOf(kernel));
  }

  openDatagrams(flow: number, remote: Address, local: Address, open: Uint8Array): Promise<void> {
    return this.#flows.openDatagrams(flow, remote, local, open);
  }

  adopt(flow: number, socket: Socket, open: Uint8Array, rest: Uint8Array): void {
    if (this.#plan.hello.nagle) socket.setNoDelay(false);
    const remote = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    this.#flows.adopt(flow, socket, remote, open, rest);
  }

  start(): void {
    this.#flows.start();
  }

  counts(): FlowCounts {
    return this.#flows.counts();
  }

  goodput(): GoodputTold | null {
    return this.#flows.goodput();
  }

  close(ended: Ended): Promise<ServerLedger> {
    return this.#flows.close(ended);
  }

  end(): Promise<void> {
    return this.#flows.end();
  }
}
