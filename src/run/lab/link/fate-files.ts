/** The files of every fate: JSON lines, and a capture with the packets themselves. */
import type { SockbenchError } from '../../../errors.ts';
import { pcapngPacket } from '../../../link/account/pcapng.ts';
import type { FateRecord } from '../../../result/impairment.ts';
import { Sink } from '../../files/sink.ts';
import type { OpenFile } from '../orders.ts';
import { FateLines } from './fate-lines.ts';
import type { Written } from './loop-messages.ts';

export class FateFiles {
  readonly #fates: Sink | undefined;
  readonly #pcap: Sink | undefined;
  readonly #lines = new FateLines();
  /** ns since 1970 at the link's time zero. */
  readonly #epoch = BigInt(Date.now()) * 1_000_000n;

  /** @param pcap with its head written */
  constructor(fates: OpenFile | null, pcap: OpenFile | null) {
    this.#fates = sinkFor(fates);
    this.#pcap = sinkFor(pcap);
  }

  /** @param written which of these records' packets, or of earlier ones', were handed over since */
  write(records: readonly FateRecord[], bytes: readonly Uint8Array[], written: Written): void {
    if (this.#fates !== undefined) this.#put(this.#lines.take(records, written));
    if (records.length === 0) return;
    this.#pcap?.write(
      Buffer.concat(records.map((record, index) => pcapngPacket(record, bytes[index]!, this.#epoch))),
    );
  }

  #put(lines: string): void {
    if (lines !== '') this.#fates?.write(Buffer.from(lines));
  }

  /** Nobody wants to wait for readers any more. */
  giveUp(): void {
    for (const sink of this.#sinks) sink.giveUp();
  }

  /** @returns what is missing from which: the lab went on without it */
  async close(): Promise<SockbenchError[]> {
    this.#put(this.#lines.rest());
    await Promise.all(this.#sinks.map((sink) => sink.end()));
    return this.#sinks.flatMap(({ failure }) => failure ?? []);
  }

  get #sinks(): Sink[] {
    return [this.#fates, this.#pcap].filter((sink) => sink !== undefined);
  }
}

const sinkFor = (open: OpenFile | null): Sink | undefined =>
  open === null ? undefined : new Sink(open.fd, open.file);
