/**
 * What has arrived and was not yet taken: a ring of headers that grows, and never shrinks, to what one turn of the
 * event loop brings. Arrivals of one turn are handed over together, right after the loop has polled its sockets.
 */
import { type Batch, HEADER_BYTES } from '../../wire/batch.ts';

/** So many arrivals that the listener is called at once, instead of after the poll. */
const PROMPT = 2048;

export class Inbox {
  #capacity = 256;
  #headers = Buffer.alloc(this.#capacity * HEADER_BYTES);
  #flow = new Int32Array(this.#capacity);
  #length = new Int32Array(this.#capacity);
  #time = new Float64Array(this.#capacity);
  #first = 0;
  #count = 0;
  #listener: (() => void) | undefined;
  #scheduled = false;
  #streamed = 0;
  readonly #tell = () => {
    this.#scheduled = false;
    this.#listener?.();
  };

  onReady(listener: () => void): void {
    this.#listener = listener;
  }

  /** Something arrived, became writable or ended: the listener is called once after this turn's polling. */
  notify(): void {
    if (this.#scheduled || this.#listener === undefined) return;
    this.#scheduled = true;
    setImmediate(this.#tell);
  }

  /** Keeps the first 64 bytes of `[from, to)`; fewer are padded with zeros. `length` is that of the whole message. */
  push(flow: number, source: Uint8Array, from: number, to: number, length: number, time: number): void {
    if (this.#count === this.#capacity) this.#grow();
    const slot = (this.#first + this.#count++) % this.#capacity;
    const at = slot * HEADER_BYTES;
    const kept = Math.min(to - from, HEADER_BYTES);
    (source as Buffer).copy(this.#headers, at, from, from + kept);
    if (kept < HEADER_BYTES) this.#headers.fill(0, at + kept, at + HEADER_BYTES);
    this.#flow[slot] = flow;
    this.#length[slot] = length;
    this.#time[slot] = time;
    if (this.#count >= PROMPT && this.#listener !== undefined) this.#listener();
    else if (!this.#scheduled) this.notify();
  }

  /** So many payload bytes were read from a stream, whether they made whole messages or not. */
  read(bytes: number): void {
    this.#streamed += bytes;
    this.notify();
  }

  /** Fills `batch` from entry 0. */
  take(batch: Batch): void {
    batch.clear();
    batch.streamed = this.#streamed;
    this.#streamed = 0;
    const taken = Math.min(batch.capacity, this.#count);
    for (let i = 0; i < taken; i++) {
      const slot = (this.#first + i) % this.#capacity;
      this.#headers.copy(batch.headers, i * HEADER_BYTES, slot * HEADER_BYTES, (slot + 1) * HEADER_BYTES);
      batch.flow[i] = this.#flow[slot]!;
      batch.length[i] = this.#length[slot]!;
      // The event loop read it when it came to it.
      batch.arrived(i, this.#time[slot]!, Number.NaN, Number.POSITIVE_INFINITY);
    }
    batch.count = taken;
    this.#first = (this.#first + taken) % this.#capacity;
    this.#count -= taken;
    if (this.#count > 0) this.notify();
  }

  #grow(): void {
    const old = { headers: this.#headers, flow: this.#flow, length: this.#length, time: this.#time };
    const capacity = this.#capacity;
    this.#headers = Buffer.alloc(capacity * 2 * HEADER_BYTES);
    this.#flow = new Int32Array(capacity * 2);
    this.#length = new Int32Array(capacity * 2);
    this.#time = new Float64Array(capacity * 2);
    for (let i = 0; i < this.#count; i++) {
      const slot = (this.#first + i) % capacity;
      old.headers.copy(this.#headers, i * HEADER_BYTES, slot * HEADER_BYTES, (slot + 1) * HEADER_BYTES);
      this.#flow[i] = old.flow[slot]!;
      this.#length[i] = old.length[slot]!;
      this.#time[i] = old.time[slot]!;
    }
    this.#capacity = capacity * 2;
    this.#first = 0;
  }
}
