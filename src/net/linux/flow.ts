/** What the linux port and its two kinds of flow know of each other. */
import type { Clock } from '../../clock.ts';
import type { Batch } from '../../wire/batch.ts';
import type { Address, SocketState, TcpInfo } from '../port.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Poller } from './kernel/poller.ts';
import { type Padding, ReceiveTable, SendTable } from './kernel/tables.ts';
import type { ReadBuffer } from './stream/read-buffer.ts';
import type { StreamShare } from './stream/sender.ts';
import type { Stamping } from './stream/stamping.ts';

export interface FlowHost {
  readonly kernel: Kernel;
  readonly clock: Clock;
  readonly padding: Padding;
  readonly poller: Poller;
  readonly share: StreamShare;
  readonly buffer: ReadBuffer;
  /** undefined: the kernel is not asked for times of arrival. */
  readonly stamping: Stamping | undefined;
  readonly busyPoll: boolean;
  ended(flow: number, errno: number | null): void;
}

export interface Flow {
  local(): Address;
  writable(): boolean;
  /** Entries `[from, to)` of the batch, all of this flow. */
  send(batch: Batch, table: SendTable, from: number, to: number): void;
  /** Appends to the batch. @returns whether more may be waiting */
  receive(batch: Batch, table: ReceiveTable): boolean;
  /** The poller saw it writable, or failed. @returns whether it should be read, too */
  writableNow(): boolean;
  /** The poller saw the peer's end, or a failure. */
  closingNow(): void;
  bytesReceived(): number;
  drops(): number | null;
  receiveBuffer(): number | null;
  error(): number;
  tcpInfo(): TcpInfo | null;
  given(): SocketState | null;
  close(abort: boolean): void;
}

/** The tables of the batches that a driver uses again and again; they go with their batch. */
export class TableCache {
  readonly #kernel: Kernel;
  readonly #padding: Padding;
  readonly #timestamps: boolean;
  readonly #sending = new WeakMap<Batch, SendTable>();
  readonly #receiving = new WeakMap<Batch, ReceiveTable>();

  constructor(kernel: Kernel, padding: Padding, timestamps: boolean) {
    this.#kernel = kernel;
    this.#padding = padding;
    this.#timestamps = timestamps;
  }

  prepare(sending: Batch, receiving: readonly Batch[]): void {
    this.sending(sending);
    for (const batch of receiving) this.receiving(batch);
  }

  sending(batch: Batch): SendTable {
    let table = this.#sending.get(batch);
    if (table === undefined || table.padding !== this.#padding.memory) {
      table = new SendTable(this.#kernel, batch, this.#padding.memory);
      this.#sending.set(batch, table);
    }
    return table;
  }

  receiving(batch: Batch): ReceiveTable {
    let table = this.#receiving.get(batch);
    if (table === undefined) {
      table = new ReceiveTable(this.#kernel, batch, this.#timestamps);
      this.#receiving.set(batch, table);
    }
    return table;
  }
}
