/**
 * When packets came to a device, from the ring of its tap (packet-tap.ts; `struct tpacket2_hdr`). Frames and what is read
 * from the device come in the same order; where one of them is missing (a queue or the ring was full), the next that is
 * alike is looked for.
 */

/** Offsets in a frame. */
const STATUS = 0;
const LENGTH = 4;
const SNAPPED = 8;
const NETWORK = 14;
const SECONDS = 16;
const NANOSECONDS = 20;
const OF_USER = 1;
/** Frames that are looked through for one packet. */
const MOST_LOOKED = 64;

export class ArrivalRing {
  readonly #words: Int32Array;
  readonly #view: DataView;
  readonly #frameBytes: number;
  readonly #frames: number;
  #next = 0;
  /** The last one was not found. */
  #astray = false;
  /** Of the packet that was found last: when it came, CLOCK_REALTIME. */
  seconds = 0;
  nanoseconds = 0;

  constructor(memory: ArrayBuffer, frameBytes: number) {
    this.#words = new Int32Array(memory);
    this.#view = new DataView(memory);
    this.#frameBytes = frameBytes;
    this.#frames = memory.byteLength / frameBytes;
  }

  /**
   * Looks for the packet of `length` bytes at `at`, and gives its frame, and those before it, back to the kernel.
   * @returns whether it was found; see {@link seconds}
   */
  find(packet: DataView, at: number, length: number): boolean {
    this.#astray = !this.#found(packet, at, length);
    return !this.#astray;
  }

  #found(packet: DataView, at: number, length: number): boolean {
    for (let ahead = 0; ahead < MOST_LOOKED; ahead++) {
      const frame = ((this.#next + ahead) % this.#frames) * this.#frameBytes;
      if ((Atomics.load(this.#words, (frame + STATUS) >> 2) & OF_USER) === 0) return false;
      if (!this.#holds(frame, packet, at, length)) continue;
      this.seconds = this.#view.getUint32(frame + SECONDS, true);
      this.nanoseconds = this.#view.getUint32(frame + NANOSECONDS, true);
      this.#release(ahead + 1);
      return true;
    }
    return false;
  }

  /** Everything is read from the device. Where packets have no frames, frames that are left have no packets: they would be in the way. */
  idle(): void {
    if (!this.#astray) return;
    this.#astray = false;
    for (let count = 0; count < this.#frames; count++) {
      if ((Atomics.load(this.#words, (this.#next * this.#frameBytes) >> 2) & OF_USER) === 0) return;
      this.#release(1);
    }
  }

  #holds(frame: number, packet: DataView, at: number, length: number): boolean {
    const view = this.#view;
    if (view.getUint32(frame + LENGTH, true) !== length) return false;
    const from = frame + view.getUint16(frame + NETWORK, true);
    const words = Math.min(view.getUint32(frame + SNAPPED, true), length) >> 2;
    if (from + 4 * words > frame + this.#frameBytes) return false;
    for (let i = 0; i < words; i++)
      if (view.getInt32(from + 4 * i, true) !== packet.getInt32(at + 4 * i, true)) return false;
    return true;
  }

  #release(frames: number): void {
    for (let i = 0; i < frames; i++) {
      Atomics.store(this.#words, (this.#next * this.#frameBytes) >> 2, 0);
      this.#next = (this.#next + 1) % this.#frames;
    }
  }
}
