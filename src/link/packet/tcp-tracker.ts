/**
 * Which TCP segments repeat an earlier one. The link sees every segment in the order in which its sender sent it, so
 * one that starts below the highest sequence number sent before is a retransmission; keepalives carry nothing, and
 * are none.
 */
import { type Packet, TCP_FIN, TCP_SYN } from './packet.ts';

/** Segments of a connection that are remembered by number: enough for any window of the lab, less where there are many. */
const FIRST_REMEMBERED = 64;
const REMEMBERED = 4096;
const REMEMBERED_OF_MANY = 256;
const MANY = 200;
const MOST_CONNECTIONS = 20_000;

interface Sender {
  /** One after the highest sequence number sent. */
  next: number;
  /** Segments with payload, from 1, since the run's start. */
  segments: number;
  generation: number;
  seqs: Uint32Array;
  indexes: Float64Array;
  at: number;
}

export class TcpTracker {
  readonly #senders = new Map<number, Sender>();
  #generation = 0;
  /** Of the last segment: it repeats an earlier one. */
  retransmission = false;
  /** Of the last segment: the record it repeats, or -1 where that is not known. */
  original = -1;
  /** Of the last segment: its place among the sender's segments with payload, from 1; 0 where it has none. */
  place = 0;

  /** Places count from 1 again: the measured part begins. */
  restart(): void {
    this.#generation++;
  }

  /** @param index the number of this packet's record in the fate log */
  see(packet: Packet, index: number): void {
    const length = packet.payloadLength + flag(packet, TCP_SYN) + flag(packet, TCP_FIN);
    this.retransmission = false;
    this.original = -1;
    this.place = 0;
    if (length === 0) return;
    let sender = this.#senders.get(packet.key);
    if (sender === undefined || (packet.flags & TCP_SYN && sender.next !== (packet.seq + 1) >>> 0)) {
      sender = this.#fresh(packet);
    } else if (((packet.seq - sender.next) | 0) < 0) {
      this.retransmission = true;
      this.original = find(sender, packet.seq);
    }
    const end = (packet.seq + length) >>> 0;
    if (((end - sender.next) | 0) > 0) sender.next = end;
    this.#remember(sender, packet.seq, index);
    this.#count(sender, packet);
  }

  #remember(sender: Sender, seq: number, index: number): void {
    const bound = this.#senders.size > MANY ? REMEMBERED_OF_MANY : REMEMBERED;
    if (sender.at === sender.seqs.length) {
      if (sender.seqs.length < bound) grow(sender);
      else sender.at = 0;
    }
    sender.seqs[sender.at] = seq;
    sender.indexes[sender.at++] = index;
  }

  #count(sender: Sender, packet: Packet): void {
    if (packet.payloadLength === 0 || packet.handshake) return;
    if (sender.generation !== this.#generation) {
      sender.generation = this.#generation;
      sender.segments = 0;
    }
    this.place = ++sender.segments;
  }

  #fresh(packet: Packet): Sender {
    if (this.#senders.size >= MOST_CONNECTIONS) {
      // The oldest half: Map keeps the order of insertion.
      let surplus = MOST_CONNECTIONS / 2;
      for (const key of this.#senders.keys()) {
        if (surplus-- === 0) break;
        this.#senders.delete(key);
      }
    }
    const sender: Sender = {
      next: packet.seq,
      segments: 0,
      generation: this.#generation,
      seqs: new Uint32Array(FIRST_REMEMBERED),
      indexes: new Float64Array(FIRST_REMEMBERED).fill(-1),
      at: 0,
    };
    this.#senders.set(packet.key, sender);
    return sender;
  }
}

const flag = (packet: Packet, bit: number): number => ((packet.flags & bit) === 0 ? 0 : 1);

/** Only ever full and never wrapped: the bound is reached by doubling before the first wrap. */
function grow(sender: Sender): void {
  const seqs = new Uint32Array(sender.seqs.length * 2);
  const indexes = new Float64Array(sender.indexes.length * 2).fill(-1);
  seqs.set(sender.seqs);
  indexes.set(sender.indexes);
  sender.seqs = seqs;
  sender.indexes = indexes;
}

/** The latest earlier segment that starts where this one starts. */
function find({ seqs, indexes, at }: Sender, seq: number): number {
  for (let back = 1; back <= seqs.length; back++) {
    const place = (at - back + seqs.length) % seqs.length;
    if (indexes[place] === -1) return -1;
    if (seqs[place] === seq) return indexes[place]!;
  }
  return -1;
}
