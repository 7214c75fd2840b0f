/** One direction of a link in virtual time, for tests. */

import type { Outcome } from '../../src/link/account/outcome.ts';
import { LinkDirection } from '../../src/link/direction.ts';
import { seedOf } from '../../src/link/draw.ts';
import { Packet } from '../../src/link/packet/packet.ts';
import { type DirectionImpairment, NO_IMPAIRMENT } from '../../src/result/impairment.ts';
import { viewOf } from './packets.ts';

const SEED = 11;
export const SEEDS = { up: seedOf(SEED, 1), down: seedOf(SEED, 2) };

export function read(bytes: Buffer): Packet {
  const packet = new Packet();
  packet.read(viewOf(bytes), 0, bytes.length);
  return packet;
}

/** Of one way, with what was told of each packet and what came out. */
export class Way {
  readonly told: (Pick<Outcome, 'fate' | 'duplicates' | 'reordered' | 'deliveredAt'> & { slot: number })[] =
    [];
  readonly out: { at: number; slot: number; bit: number }[] = [];
  /** How often each slot comes out, once that is known. */
  readonly references: number[] = [];
  readonly marked: number[] = [];
  readonly direction: LinkDirection<number>;
  #slots = 0;

  constructor(
    impairment: Partial<DirectionImpairment>,
    { up = true, bySession = false, repeats = false } = {},
  ) {
    this.direction = new LinkDirection<number>(
      up ? 'up' : 'down',
      { ...NO_IMPAIRMENT, ...impairment },
      SEED,
      { bySession, repeats },
      {
        fated: (_packet, { fate, duplicates, reordered, deliveredAt }, slot) =>
          this.told.push({ fate, duplicates, reordered, deliveredAt, slot }),
        copies: (slot, count) => {
          this.references[slot] = count;
        },
        mark: (slot) => this.marked.push(slot),
      },
    );
  }

  send(packet: Packet, now: number, place = 0): void {
    this.until(now);
    const slot = this.#slots++;
    this.direction.enter(packet, slot, place, now, slot);
  }

  until(now: number): void {
    const { direction } = this;
    while (direction.due <= now) {
      const at = direction.due;
      direction.poll(at);
      while (direction.ready(at)) {
        this.out.push({ at, slot: direction.slot, bit: direction.bit });
        direction.shift(at);
      }
    }
  }

  fates(): string[] {
    return this.told.map(({ fate }) => fate);
  }
}
