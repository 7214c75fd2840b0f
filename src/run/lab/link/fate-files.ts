/** The files of every fate: JSON lines, and a capture with the packets themselves. */
import type { SockbenchError } from '../../../errors.ts';
import { pcapngPacket } from '../../../link/account/pcapng.ts';
import type { FateRecord } from '../../../result/impairment.ts';
import { Sink } from '../../files/sink.ts';
import type { OpenFile } from '../orders.ts';

export class FateFiles {
  readonly #fates: Sink | undefined;
  readonly #pcap: Sink | undefined;
  /** ns since 1970 at the link's time zero. */
  readonly #epoch = BigInt(Date.now()) * 1_000_000n;

  /** @param pcap with its head written */
  constructor(fates: OpenFile | null, pcap: OpenFile | null) {
    this.#fates = sinkFor(fates);
    this.#pcap = sinkFor(pcap);
  }

  write(records: readonly FateRecord[], bytes: readonly Uint8Array[]): void {
    if (records.length === 0) return;
    this.#fates?.write(Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join('')));
    this.#pcap?.write(
      Buffer.concat(records.map((record, index) => pcapngPacket(record, bytes[index]!, this.#epoch))),
    );
  }

  /** Nobody wants to wait for readers any more. */
  giveUp(): void {
    for (const sink of this.#sinks) sink.giveUp();
  }

  /** @returns what is missing from which: the lab went on without it */
  async close(): Promise<SockbenchError[]> {
    await Promise.all(this.#sinks.map((sink) => sink.end()));
    return this.#sinks.flatMap(({ failure }) => failure ?? []);
  }

  get #sinks(): Sink[] {
    return [this.#fates, this.#pcap].filter((sink) => sink !== undefined);
  }
}

const sinkFor = (open: OpenFile | null): Sink | undefined =>
  open === null ? undefined : new Sink(open.fd, open.file);
