/**
 * What happened to a racer, from what its sender did and what the link says about each packet. The receiver is not
 * asked: it is a state machine, so from the packets that the link delivers follows what it made of each and what it
 * answered. The k-th datagram of a direction on the link is the k-th that was sent.
 */

import type { Happening, LessonPacket } from '../../../../result/document/lesson.ts';
import type { FateRecord } from '../../../../result/impairment.ts';
import { DATAGRAM_OVERHEAD } from '../datagram.ts';
import { ArqSink } from '../ends.ts';
import { PAYLOAD_BYTES } from '../file.ts';
import { ARQ_HEADER_BYTES, encodePacket } from '../packet.ts';
import type { ArqSetup } from '../protocols.ts';
import { Tally } from '../tally.ts';
import type { Move } from './orders.ts';

/** A copy of a packet that was sent. */
interface Sent {
  readonly index: number;
  readonly copy: number;
}

/** A datagram that arrives at the receiver. */
interface Arrival extends Sent {
  readonly time: number;
  /** It was overtaken: of those that arrive together, it is behind. */
  readonly overtaken: boolean;
}

const MOST_PACKETS = 10_000;

export class Mirror {
  readonly tally = new Tally();
  readonly packets: LessonPacket[] = [];
  lost = 0;
  lostAnswers = 0;
  readonly #setup: ArqSetup;
  readonly #sink: ArqSink;
  readonly #payload: (index: number) => number;
  readonly #sent: Sent[] = [];
  #fated = 0;
  /** Fates that came before the sender told of the packet. */
  #early: FateRecord[] = [];
  readonly #arrivals: Arrival[] = [];
  /** Numbers of the answers, in the order of their sending. */
  readonly #answers: number[] = [];
  #answered = 0;
  #earlyAnswers: FateRecord[] = [];

  /** @param bytes of the file */
  constructor(setup: ArqSetup, bytes: number) {
    this.#setup = setup;
    this.#sink = new ArqSink(setup);
    this.#payload = (index) => Math.max(0, Math.min(PAYLOAD_BYTES, bytes - index * PAYLOAD_BYTES));
  }

  moved(moves: readonly Move[]): Happening[] {
    const happened = moves.map((move): Happening => {
      const [what, time, index] = move;
      if (what === 'sent') {
        const bytes = DATAGRAM_OVERHEAD + ARQ_HEADER_BYTES + this.#payload(index);
        this.#sent.push({ index, copy: this.tally.sent(index, bytes) });
        return { what, time, index, again: move[3] };
      }
      if (what === 'timeout') {
        this.tally.timeouts++;
        return { what, time, index };
      }
      return { what, time, index, cumulative: move[3] };
    });
    const early = this.#early;
    this.#early = [];
    return [...happened, ...early.flatMap((record) => this.fated(record))];
  }

  /** @param record of a datagram, in the order in which they came to the link; times since the start of the race */
  fated(record: FateRecord): Happening[] {
    if (record.protocol !== 'udp') return [];
    if (record.direction === 'up') return this.#dataFated(record);
    // What it answers had arrived.
    return [...this.#settle(record.time), ...this.#answerFated(record)];
  }

  /** Packets of the file that are delivered, in order. */
  get delivered(): number {
    return this.#sink.receiver.base;
  }

  /** No more packets come: everything on its way has arrived. */
  finish(): Happening[] {
    return this.#settle(Number.POSITIVE_INFINITY);
  }

  #dataFated(record: FateRecord): Happening[] {
    const sent = this.#sent[this.#fated];
    if (sent === undefined) {
      this.#early.push(record);
      return [];
    }
    this.#fated++;
    if (record.fate !== 'delivered') this.lost++;
    else {
      const { time, deliveredAt = time, duplicates = 0, reordered = false } = record;
      this.#arrive({ ...sent, time: deliveredAt, overtaken: reordered }, duplicates);
    }
    const packet = this.#keep(record, 'data', sent.index, sent.copy > 0);
    return [{ what: 'fate', packet }, ...this.#settle(record.time)];
  }

  #answerFated(record: FateRecord): Happening[] {
    const number = this.#answers[this.#answered];
    if (number === undefined) {
      this.#earlyAnswers.push(record);
      return [];
    }
    this.#answered++;
    if (record.fate !== 'delivered') this.lostAnswers++;
    return [{ what: 'fate', packet: this.#keep(record, 'ack', number, false) }];
  }

  #arrive(arrival: Arrival, duplicates: number): void {
    for (let copy = 0; copy <= duplicates; copy++) this.#arrivals.push(arrival);
    // One that was overtaken arrives after those that were sent later.
    this.#arrivals.sort((a, b) => a.time - b.time || Number(a.overtaken) - Number(b.overtaken));
  }

  /** What the receiver makes of everything that arrived until then: what comes to the link later cannot overtake it. */
  #settle(until: number): Happening[] {
    const happened: Happening[] = [];
    while (this.#arrivals.length > 0 && this.#arrivals[0]!.time <= until) {
      const { index, copy, time } = this.#arrivals.shift()!;
      const packet = {
        kind: 'data' as const,
        number: index % this.#setup.space,
        last: false,
        payload: new Uint8Array(0),
      };
      const base = this.#sink.receiver.base;
      const { receipt } = this.#sink.ingest(encodePacket(packet));
      if (receipt.what === 'damaged') continue;
      this.tally.arrived(index, copy, receipt.what);
      happened.push({ what: 'arrived', time, index, taken: receipt.what });
      if (receipt.ack !== null) this.#answers.push(this.#answerIndex(index, base));
    }
    const early = this.#earlyAnswers;
    this.#earlyAnswers = [];
    return [...happened, ...early.flatMap((record) => this.#answerFated(record))];
  }

  /** Selective: the packet itself; cumulative: the last one in order (before the first: none, told as the first). */
  #answerIndex(index: number, base: number): number {
    if (this.#setup.protocol === 'selective-repeat') return index;
    return Math.max(0, Math.max(base, this.#sink.receiver.base) - 1);
  }

  #keep(record: FateRecord, kind: 'data' | 'ack', number: number, again: boolean): LessonPacket {
    const { time, direction, fate, deliveredAt, duplicates } = record;
    const packet: LessonPacket = {
      time: Math.max(0, time),
      direction,
      kind,
      number,
      fate,
      ...(deliveredAt !== undefined && { deliveredAt: Math.max(0, deliveredAt) }),
      ...(duplicates !== undefined && { duplicates }),
      again,
    };
    if (this.packets.length < MOST_PACKETS) this.packets.push(packet);
    return packet;
  }
}
