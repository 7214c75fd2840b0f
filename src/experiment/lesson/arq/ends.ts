/** The two ends of a transfer, bytes to bytes: a file goes into the source, and comes out of the sink. No clock, no socket. */
import { acknowledgement, decodePacket, encodePacket } from './packet.ts';
import { type ArqSetup, makeReceiver, makeSender } from './protocols.ts';
import type { ArqReceiver, Receipt } from './receiver.ts';
import type { ArqSender, Leaving, SenderEvent } from './sender.ts';

export class ArqSource {
  readonly sender: ArqSender;
  readonly #payloads: readonly Uint8Array[];
  readonly #space: number;
  readonly #tell: (event: SourceEvent) => void;

  /** @param payloads of the packets, in order */
  constructor(setup: ArqSetup, payloads: readonly Uint8Array[], tell: (event: SourceEvent) => void) {
    this.sender = makeSender(setup, payloads.length, tell);
    this.#payloads = payloads;
    this.#space = setup.space;
    this.#tell = tell;
  }

  /** What came back from the link. */
  ingest(bytes: Uint8Array, now: number): void {
    const packet = decodePacket(bytes);
    if (packet?.kind === 'ack') this.sender.acknowledge(packet.number, now);
    else this.#tell({ what: 'damaged-acknowledgement' });
  }

  /** To be called until it gives nothing. */
  poll(now: number): (Leaving & { readonly bytes: Uint8Array }) | undefined {
    const leaving = this.sender.poll(now);
    if (leaving === undefined) return undefined;
    const { index } = leaving;
    const last = index === this.#payloads.length - 1;
    const payload = this.#payloads[index]!;
    return { ...leaving, bytes: encodePacket({ kind: 'data', number: index % this.#space, last, payload }) };
  }
}

export type SourceEvent = SenderEvent | { readonly what: 'damaged-acknowledgement' };

/** A packet whose checksum does not hold is dropped, as if it had been lost. */
export interface Damaged {
  readonly what: 'damaged';
}

export class ArqSink {
  readonly receiver: ArqReceiver;
  readonly #payloads: Uint8Array[] = [];
  /** The last packet of the file was delivered; the sink still answers copies of it. */
  done = false;

  constructor(setup: ArqSetup) {
    this.receiver = makeReceiver(setup);
  }

  /** @returns what the receiver made of it, and the acknowledgement that goes back */
  ingest(bytes: Uint8Array): {
    readonly receipt: Receipt | Damaged;
    readonly answer: Uint8Array | undefined;
  } {
    const packet = decodePacket(bytes);
    if (packet?.kind !== 'data') return { receipt: { what: 'damaged' }, answer: undefined };
    const receipt = this.receiver.receive(packet);
    for (const { payload, last } of receipt.delivered) {
      this.#payloads.push(payload);
      this.done ||= last;
    }
    return { receipt, answer: receipt.ack === null ? undefined : acknowledgement(receipt.ack) };
  }

  /** What was delivered so far. */
  file(): Uint8Array {
    return Uint8Array.from(Buffer.concat(this.#payloads));
  }
}
