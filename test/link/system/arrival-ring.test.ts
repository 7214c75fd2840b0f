/** Packets find their stamps again, whatever is missing on either side. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ArrivalRing } from '../../../src/link/system/arrival-ring.ts';

const FRAME = 256;
const SNAP = 176;
const HEAD = 80;

/** The kernel's side: frames are written where they are free, in turn; a full ring loses them. */
class Kernel {
  readonly memory: ArrayBuffer;
  readonly #view: DataView;
  readonly #frames: number;
  #next = 0;

  constructor(frames: number) {
    this.#frames = frames;
    this.memory = new ArrayBuffer(frames * FRAME);
    this.#view = new DataView(this.memory);
  }

  sees(packet: Buffer, at: number): void {
    const frame = this.#next * FRAME;
    if (this.#view.getUint32(frame, true) !== 0) return;
    this.#next = (this.#next + 1) % this.#frames;
    const kept = Math.min(SNAP, packet.length);
    this.#view.setUint32(frame + 4, packet.length, true);
    this.#view.setUint32(frame + 8, kept, true);
    this.#view.setUint16(frame + 14, HEAD, true);
    this.#view.setUint32(frame + 16, 7, true);
    this.#view.setUint32(frame + 20, at, true);
    new Uint8Array(this.memory).set(packet.subarray(0, kept), frame + HEAD);
    this.#view.setUint32(frame, 1, true);
  }
}

const packetOf = (number: number, length = 92): Buffer => {
  const packet = Buffer.alloc(length, 0x45);
  packet.writeUInt32BE(number, 48);
  return packet;
};
const viewOf = (packet: Buffer): DataView =>
  new DataView(packet.buffer, packet.byteOffset, packet.byteLength);

it('a packet has the time of its own frame, or none: never another’s', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('both', 'both', 'both', 'unread', 'untold', 'idle'), { maxLength: 400 }),
      fc.integer({ min: 1, max: 9 }),
      (events, behind) => {
        const kernel = new Kernel(16);
        const ring = new ArrivalRing(kernel.memory, FRAME);
        const waiting: { packet: Buffer; at: number; told: boolean }[] = [];
        const read = (): void => {
          const { packet, at, told } = waiting.shift()!;
          const found = ring.find(viewOf(packet), 0, packet.length);
          if (found) expect([ring.seconds, ring.nanoseconds, told]).toEqual([7, at, true]);
        };
        events.forEach((event, number) => {
          const packet = packetOf(number, number % 2 === 0 ? 92 : 1500);
          if (event !== 'untold' && event !== 'idle') kernel.sees(packet, number);
          if (event === 'both' || event === 'untold')
            waiting.push({ packet, at: number, told: event === 'both' });
          while (waiting.length > behind) read();
          if (event !== 'idle') return;
          while (waiting.length > 0) read();
          ring.idle();
        });
      },
    ),
    { numRuns: 300 },
  );
});

it('finds every one where nothing is missing, round after round of the ring', () => {
  const kernel = new Kernel(4);
  const ring = new ArrivalRing(kernel.memory, FRAME);
  for (let number = 0; number < 50; number++) {
    kernel.sees(packetOf(number), number);
    expect(ring.find(viewOf(packetOf(number)), 0, 92)).toBe(true);
    expect(ring.nanoseconds).toBe(number);
  }
});

it('finds its way again after packets that never came out', () => {
  const kernel = new Kernel(128);
  const ring = new ArrivalRing(kernel.memory, FRAME);
  // More than are looked through for one.
  for (let number = 0; number < 100; number++) kernel.sees(packetOf(number), number);
  kernel.sees(packetOf(200), 200);
  expect(ring.find(viewOf(packetOf(200)), 0, 92)).toBe(false);
  ring.idle();
  kernel.sees(packetOf(201), 201);
  expect(ring.find(viewOf(packetOf(201)), 0, 92)).toBe(true);
  expect(ring.nanoseconds).toBe(201);
});
