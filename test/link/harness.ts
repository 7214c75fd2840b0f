/** A link in virtual time: packets go in at given times, and what comes out is kept with its time. */
import { Link } from '../../src/link/link.ts';
import {
  type DirectionImpairment,
  type FateRecord,
  type Impairment,
  NO_IMPAIRMENT,
} from '../../src/result/impairment.ts';
import type { Direction, Transport } from '../../src/units.ts';
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
  /** By the number of the record. */
  readonly written = new Map<number, number>();
  readonly out: Record<Direction, Out[]> = { up: [], down: [] };
  readonly link: Link;
  /** Slots that are free again. */
  readonly free = new Set<number>();
  readonly marked = new Set<number>();
  #packets = 0;
  #now = 0;

  constructor(impairment: Impairment, bySession = false) {
    this.link = new Link({
      impairment,
      bySession,
      capture: false,
      wants: () => true,
      record: (record) => this.records.push(record),
      written: (index, at) => this.written.set(index, at),
      copies: (slot, count) => {
        if (count === 0) this.free.add(slot);
      },
      mark: (slot) => this.marked.add(slot),
    });
  }

  report(transport: Transport, token: string | null) {
    return this.link.report(transport, token, this.#now);
  }

  reportSession(transport: Transport, token: string) {
    return this.link.reportSession(transport, token, this.#now);
  }

  change(impairment: Impairment): void {
    this.link.change(impairment, this.#now);
  }

  send(bytes: Buffer, at: number, direction: Direction = 'up'): void {
    this.until(at);
    this.link.enter(direction, viewOf(bytes), 0, bytes.length, this.#packets++, at);
    this.until(at);
  }

  /** Lets everything out that is due by `now`, at the moment it is due. */
  until(now: number): void {
    this.#now = now;
    for (const direction of ['up', 'down'] as const) {
      const line = this.link.direction(direction);
      while (line.due <= now) {
        const at = line.due;
        this.link.poll(direction, at);
        while (line.ready(at)) {
          this.out[direction].push({ at, packet: line.slot, bit: line.bit });
          this.link.written(line.slot, line.dueFirst, at);
          line.shift(at);
        }
      }
    }
  }

  end(): this {
    this.until(Number.MAX_SAFE_INTEGER);
    // Records that wait for one that nobody will ever know.
    this.link.tell(Number.MAX_SAFE_INTEGER);
    return this;
  }
}
