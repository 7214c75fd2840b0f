/**
 * A transfer in virtual time over the lab's own model of the link (src/link): the n-th packet of each direction has the
 * fate that it would have in the lab with the same seed. No socket, no clock, no waiting.
 */
import { Link } from '../../../link/link.ts';
import { type FateRecord, type Impairment, NO_IMPAIRMENT } from '../../../result/impairment.ts';
import type { Direction } from '../../../units.ts';
import { DATAGRAM_OVERHEAD, datagram } from './datagram.ts';
import { ArqSink, ArqSource, type SourceEvent } from './ends.ts';
import { inPackets } from './file.ts';
import type { ArqSetup } from './protocols.ts';
import type { Move } from './race/orders.ts';
import { Tally } from './tally.ts';

export interface Simulation {
  readonly setup: ArqSetup;
  readonly impairment: Impairment;
  readonly file: Uint8Array;
  /** Bytes of a packet's payload; 1,024 where it is not said. */
  readonly payload?: number;
  /** From this time on (ns) the link is clean: every pattern of faults is finite. */
  readonly cleanFrom?: number;
  /** Given up then, ns. */
  readonly limit?: number;
  /** Sees what the sender does, and what the link says of each packet in order, as in a real race. */
  readonly watch?: { readonly moved: (move: Move) => void; readonly fated: (record: FateRecord) => void };
}

export interface Transfer {
  /** From the first packet until the sender knew that all had arrived, ns; null: it never did. */
  readonly time: number | null;
  /** What the receiver delivered. */
  readonly file: Uint8Array;
  readonly tally: Tally;
}

const HOUR = 3600e9;
const CLEAN: Impairment = { up: NO_IMPAIRMENT, down: NO_IMPAIRMENT, profile: null, seed: 0 };

export function simulate(simulation: Simulation): Transfer {
  return new World(simulation).run(simulation.limit ?? HOUR);
}

/** A packet under way: its bytes, and for data which copy of which packet it is. */
interface UnderWay {
  readonly view: DataView;
  readonly index: number;
  readonly copy: number;
}

class World {
  readonly #link: Link;
  readonly #source: ArqSource;
  readonly #sink: ArqSink;
  readonly #tally = new Tally();
  readonly #slots: UnderWay[] = [];
  readonly #clean: number;
  readonly #watch: Simulation['watch'];
  #now = 0;

  constructor({ setup, impairment, file, payload, cleanFrom, watch }: Simulation) {
    this.#watch = watch;
    this.#link = new Link({
      impairment,
      bySession: false,
      capture: false,
      wants: () => watch !== undefined,
      record: (record) => watch?.fated(record),
    });
    this.#source = new ArqSource(setup, inPackets(file, payload), (event) => this.#told(event));
    this.#sink = new ArqSink(setup);
    this.#clean = cleanFrom ?? Number.POSITIVE_INFINITY;
  }

  run(limit: number): Transfer {
    this.#send();
    while (!this.#source.sender.done && this.#now <= limit) {
      const before = this.#now;
      const up = this.#link.direction('up').due;
      const down = this.#link.direction('down').due;
      this.#now = Math.max(before, Math.min(up, down, this.#source.sender.deadline));
      if (this.#now === Number.POSITIVE_INFINITY) break;
      if (before < this.#clean && this.#now >= this.#clean) this.#link.change(CLEAN, this.#now);
      this.#deliver('up');
      this.#deliver('down');
      this.#send();
    }
    const { done } = this.#source.sender;
    return { time: done ? this.#now : null, file: this.#sink.file(), tally: this.#tally };
  }

  #told(event: SourceEvent): void {
    this.#tally.told(event);
    if (event.what === 'timeout') this.#watch?.moved(['timeout', this.#now, event.index]);
    else if (event.what === 'acknowledged')
      this.#watch?.moved(['acknowledged', this.#now, event.index, event.cumulative]);
  }

  #send(): void {
    for (;;) {
      const leaving = this.#source.poll(this.#now);
      if (leaving === undefined) return;
      const { index, again } = leaving;
      this.#watch?.moved(['sent', this.#now, index, again]);
      const copy = this.#tally.sent(leaving.index, DATAGRAM_OVERHEAD + leaving.bytes.length);
      this.#enter('up', leaving.bytes, leaving.index, copy);
    }
  }

  #enter(direction: Direction, payload: Uint8Array, index: number, copy: number): void {
    const view = datagram(payload, direction);
    const slot = this.#slots.push({ view, index, copy }) - 1;
    this.#link.enter(direction, view, 0, view.byteLength, slot, this.#now);
  }

  #deliver(direction: Direction): void {
    const line = this.#link.direction(direction);
    line.poll(this.#now);
    while (line.ready(this.#now)) {
      const { slot, bit } = line;
      line.shift(this.#now);
      const packet = this.#slots[slot]!;
      const bytes = payloadOf(packet.view, bit);
      if (direction === 'down') {
        this.#source.ingest(bytes, this.#now);
        continue;
      }
      const { receipt, answer } = this.#sink.ingest(bytes);
      this.#tally.arrived(packet.index, packet.copy, receipt.what);
      if (answer !== undefined) this.#enter('down', answer, -1, 0);
    }
  }
}

/** @param bit the one that the link flips, counted from the IP packet's first; -1: none */
function payloadOf(view: DataView, bit: number): Uint8Array {
  const payload = new Uint8Array(view.buffer, DATAGRAM_OVERHEAD);
  if (bit < 0) return payload;
  const damaged = payload.slice();
  const at = (bit >> 3) - DATAGRAM_OVERHEAD;
  damaged[at] = damaged[at]! ^ (1 << (bit & 7));
  return damaged;
}
