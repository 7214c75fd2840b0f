/** A link in virtual time: packets go in at given times, and what comes out is kept with its time. */
import { Link } from '../../src/link/link.ts';
import {
  type DirectionImpairment,
  type FateRecord,
  type Impairment,
  NO_IMPAIRMENT,
} from '../../src/result/impairment.ts';
import type { Direction } from '../../src/units.ts';
import { viewOf } from './packets.ts';

export interface Out {
  readonly at: number;
  /** Which packet, by order of going in. */
  readonly packet: number;
  readonly bit: number;
}

export const impaired = (both: Partial<DirectionImpairment>, seed = 1): Impairment => ({
  up: { ...NO_IMPAIRMENT, ...both },
  down: { ...NO_IMPAIRMENT, ...both },
  profile: null,
  seed,
});

export class TestLink {
  readonly records: FateRecord[] = [];
  readonly out: Record<Direction, Out[]> = { up: [], down: [] };
  readonly link: Link;
  #packets = 0;

  constructor(impairment: Impairment, bySession = false) {
    this.link = new Link({
      impairment,
      bySession,
      capture: false,
      wants: () => true,
      record: (record) => this.records.push(record),
    });
  }

  send(bytes: Buffer, at: number, direction: Direction = 'up'): void {
    this.until(at);
    this.link.enter(direction, viewOf(bytes), 0, bytes.length, this.#packets++, at);
    this.until(at);
  }

  /** Lets everything out that is due by `now`, at the moment it is due. */
  until(now: number): void {
    for (const direction of ['up', 'down'] as const) {
      const line = this.link.direction(direction);
      while (line.due <= now) {
        const at = line.due;
        line.poll(at);
        while (line.ready(at)) {
          this.out[direction].push({ at, packet: line.slot, bit: line.bit });
          line.shift();
        }
      }
    }
  }

  end(): this {
    this.until(Number.MAX_SAFE_INTEGER);
    return this;
  }
}
