/** The files of every fate: JSON lines, and a capture with the packets themselves. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { pcapngHead, pcapngPacket } from '../../link/pcapng.ts';
import type { FateRecord } from '../../result/impairment.ts';

export class FateFiles {
  readonly #fates: WriteStream | undefined;
  readonly #pcap: WriteStream | undefined;
  /** ns since 1970 at the link's time zero. */
  readonly #epoch = BigInt(Date.now()) * 1_000_000n;

  constructor(fates: string | null, pcap: string | null) {
    this.#fates = fates === null ? undefined : createWriteStream(fates);
    this.#pcap = pcap === null ? undefined : createWriteStream(pcap);
    this.#pcap?.write(pcapngHead());
  }

  write(records: readonly FateRecord[], bytes: readonly Uint8Array[]): void {
    this.#fates?.write(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    if (this.#pcap === undefined || records.length === 0) return;
    this.#pcap.write(
      Buffer.concat(records.map((record, index) => pcapngPacket(record, bytes[index]!, this.#epoch))),
    );
  }

  async close(): Promise<void> {
    for (const stream of [this.#fates, this.#pcap]) {
      if (stream === undefined) continue;
      stream.end();
      await finished(stream);
    }
  }
}
