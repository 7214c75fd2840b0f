/** Mode `connect`: each probe is a connection of its own, which says `open`, is answered with `opened`, and is closed. */
import type { Socket } from 'node:net';
import type { ServerLedger } from '../../wire/control.ts';
import { FLAG_WARMUP, OFFSET_FLAGS } from '../../wire/header.ts';
import type { FlowCounts, SessionFlows, SessionPlan } from './flow-engine.ts';
import { openedFor } from './opened.ts';

/** A connection that its client does not close is closed after this. */
const LINGER_MS = 10_000;

export class ConnectFlows implements SessionFlows {
  readonly #received: Float64Array;
  readonly #sockets = new Set<Socket>();
  readonly #warmup = { received: 0, sent: 0, duplicates: 0 };
  #total = 0;

  constructor(plan: SessionPlan) {
    this.#received = new Float64Array(plan.granted.clients);
  }

  async openDatagrams(): Promise<void> {}

  adopt(flow: number, socket: Socket, open: Uint8Array): void {
    if ((open[OFFSET_FLAGS]! & FLAG_WARMUP) !== 0) {
      this.#warmup.received++;
      this.#warmup.sent++;
    } else {
      this.#received[flow]!++;
      this.#total++;
    }
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.setTimeout(LINGER_MS, () => socket.destroy());
    socket.write(openedFor(open));
    socket.resume();
  }

  start(): void {}

  counts(): FlowCounts {
    const moved = this.#total + this.#warmup.received;
    return {
      open: this.#sockets.size,
      moved,
      movedBytes: moved * 128,
      expected: null,
      snapshot: {
        type: 'snapshot',
        received: this.#total,
        sent: this.#total,
        duplicates: 0,
        reordered: 0,
        bytesReceived: this.#total * 64,
        bytesSent: this.#total * 64,
      },
    };
  }

  close(): Promise<ServerLedger> {
    const received = [...this.#received];
    return Promise.resolve({
      type: 'ledger',
      received,
      sent: received,
      notAnswered: received.map(() => 0),
      drops: null,
      duplicates: 0,
      reordered: 0,
      corrupt: 0,
      foreign: 0,
      bytesReceived: this.#total * 64,
      bytesSent: this.#total * 64,
      jitter: null,
      extents: {},
      refused: {},
      warmup: { ...this.#warmup },
      tcp: null,
      arrived: null,
    });
  }

  end(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return Promise.resolve();
  }
}
