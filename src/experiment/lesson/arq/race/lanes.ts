/** What is known of a racer while it runs: of a protocol of the lesson by its mirror, of TCP by what the link sees. */

import type { Happening, LessonPacket } from '../../../../result/document/lesson.ts';
import type { FateRecord } from '../../../../result/impairment.ts';
import { PAYLOAD_BYTES } from '../file.ts';
import type { ArqSetup } from '../protocols.ts';
import { Mirror } from './mirror.ts';
import type { Move } from './orders.ts';
import type { Counted } from './results.ts';

export interface Lane {
  moved(moves: readonly Move[]): Happening[];
  /** In the order in which the packets came to the link; times since the start of the race. */
  fated(record: FateRecord): Happening[];
  /** Bytes that the receiver has read so far (TCP). */
  progressed(time: number, bytes: number): Happening[];
  /** Nothing more comes. */
  finish(): Happening[];
  counted(): Counted;
}

export class ArqLane implements Lane {
  readonly #mirror: Mirror;
  readonly #bytes: number;

  constructor(setup: ArqSetup, bytes: number) {
    this.#mirror = new Mirror(setup, bytes);
    this.#bytes = bytes;
  }

  moved(moves: readonly Move[]): Happening[] {
    return this.#mirror.moved(moves);
  }

  fated(record: FateRecord): Happening[] {
    return this.#mirror.fated(record);
  }

  progressed(): Happening[] {
    return [];
  }

  finish(): Happening[] {
    return this.#mirror.finish();
  }

  counted(): Counted {
    const { tally, lost, lostAnswers, packets, delivered } = this.#mirror;
    return {
      sent: tally.sentPackets,
      resent: tally.resent,
      needless: tally.needless,
      lost,
      lostAnswers,
      usefulBytes: tally.usefulBytes,
      delivered: Math.min(this.#bytes, delivered * PAYLOAD_BYTES),
      packets,
    };
  }
}

const MOST_PACKETS = 10_000;
const SEQUENCE_SPACE = 2 ** 32;

export class TcpLane implements Lane {
  readonly #packets: LessonPacket[] = [];
  /** First bytes of the segments that arrived at least once. */
  readonly #arrived = new Set<number>();
  readonly #counts = {
    sent: 0,
    resent: 0,
    needless: 0,
    lost: 0,
    lostAnswers: 0,
    usefulBytes: 0,
    delivered: 0,
  };
  /** Sequence number of the file's first byte. */
  #first: number | undefined;

  moved(): Happening[] {
    return [];
  }

  fated(record: FateRecord): Happening[] {
    const { tcp } = record;
    if (tcp === undefined) return [];
    if (record.direction === 'up' && tcp.flags.includes('S')) this.#first = tcp.seq + 1;
    const packet = this.#packetOf(record, tcp);
    this.#count(packet, record.bytes);
    if (this.#packets.length < MOST_PACKETS) this.#packets.push(packet);
    return [{ what: 'fate', packet }];
  }

  #packetOf(record: FateRecord, tcp: NonNullable<FateRecord['tcp']>): LessonPacket {
    const { time, direction, fate, deliveredAt, duplicates } = record;
    const data = direction === 'up' && tcp.length > 0;
    const opening = tcp.flags.includes('S') || this.#first === undefined;
    const ack = !opening && direction === 'down' && tcp.length === 0;
    const place = (sequence: number): number => (sequence - this.#first! + SEQUENCE_SPACE) % SEQUENCE_SPACE;
    return {
      time: Math.max(0, time),
      direction,
      kind: data ? 'data' : ack ? 'ack' : 'other',
      number: data ? place(tcp.seq) : ack ? place(tcp.ack) : null,
      fate,
      ...(deliveredAt !== undefined && { deliveredAt: Math.max(0, deliveredAt) }),
      ...(duplicates !== undefined && { duplicates }),
      again: tcp.retransmissionOf !== undefined,
    };
  }

  #count({ kind, fate, again, number }: LessonPacket, bytes: number): void {
    const counts = this.#counts;
    if (kind === 'ack' && fate !== 'delivered') counts.lostAnswers++;
    if (kind !== 'data') return;
    counts.sent++;
    if (fate !== 'delivered') counts.lost++;
    if (again) {
      counts.resent++;
      if (this.#arrived.has(number!)) counts.needless++;
    } else counts.usefulBytes += bytes;
    if (fate === 'delivered') this.#arrived.add(number!);
  }

  progressed(time: number, bytes: number): Happening[] {
    this.#counts.delivered = bytes;
    return [{ what: 'progress', time, bytes }];
  }

  finish(): Happening[] {
    return [];
  }

  counted(): Counted {
    return { ...this.#counts, packets: this.#packets };
  }
}
