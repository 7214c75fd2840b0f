/** Datagrams that a relay lost by itself, beside the link: every one of them has been counted somewhere. */
import { isIPv6 } from 'node:net';
import type { AnsweringSocket } from '../../../net/datagrams/answering.ts';
import type { Address } from '../../../net/port.ts';
import { readDrops, socketKey } from '../../../net/portable/drops.ts';
import { type DatagramWriter, LOST } from './frames.ts';

const ASK = Buffer.of(0);

/** Of its line in the kernel's table. */
const keyOf = (local: Address): string =>
  socketKey(local, { address: isIPv6(local.address) ? '::' : '0.0.0.0', port: 0 });

export class RelayLosses {
  readonly #sockets: () => readonly AnsweringSocket[];
  readonly #writer: DatagramWriter;
  readonly #asking: ((lost: number) => void)[] = [];
  /** Answers that the system did not take. */
  unanswered = 0;

  constructor(sockets: () => readonly AnsweringSocket[], writer: DatagramWriter) {
    this.#sockets = sockets;
    this.#writer = writer;
  }

  /** The inner half has answered. */
  told(lost: number): void {
    for (const resolve of this.#asking.splice(0)) resolve(lost);
  }

  /** Since the start: at the guests' sockets, on the way to the inner half, and on the way back. */
  async read(): Promise<number> {
    const inner = await new Promise<number>((resolve) => {
      this.#asking.push(resolve);
      this.#writer.write(LOST, ASK);
    });
    const atSockets = this.#sockets().reduce((sum, { local }) => sum + (readDrops(keyOf(local)) ?? 0), 0);
    return atSockets + this.unanswered + this.#writer.lost + inner;
  }
}
