/** One end of a flow in memory: what it sends goes over its link to the other end. */
import { type Batch, BLOCKED, HEADER_BYTES, NO_STAMP, SENT, writeTime } from '../../wire/batch.ts';
import type { FlowOptions } from '../port.ts';
import type { Link } from './link.ts';
import { Segments } from './segments.ts';
import type { VirtualTime } from './virtual-time.ts';

const EPIPE = 32;
const EMSGSIZE = 90;
const ECONNRESET = 104;
const LARGEST_DATAGRAM = 65_507;
/** Bytes that a stream holds between its two ends before it blocks. */
const STREAM_WINDOW = 256 * 1024;
/** Bytes that wait in a datagram socket's receive buffer before the kernel drops. */
const RECEIVE_BUFFER = 212_992;

/** What a flow needs of the port that it belongs to. */
export interface FlowOwner {
  readonly time: VirtualTime;
  arrived(flow: MemoryFlow, header: Uint8Array, length: number): void;
  /** So many bytes of a stream can be read, whether they make whole messages or not. */
  streamed(flow: MemoryFlow, bytes: number): void;
  ended(flow: MemoryFlow, errno: number | null): void;
  /** It can take more again. */
  ready(): void;
}

export class MemoryFlow {
  readonly number: number;
  readonly #owner: FlowOwner;
  readonly #options: FlowOptions;
  readonly #link: Link;
  #peer: MemoryFlow | undefined;
  #open = true;
  /** Streams: the next message received is a handshake. */
  #handshake: boolean;
  #lastArrival = 0;
  /** Datagrams: when the owner will next be told that there is room. */
  #room = Number.NEGATIVE_INFINITY;
  /** Streams: sent, and not yet taken by the other end's program. Datagrams: arrived and not yet taken. */
  #unread = 0;
  drops = 0;
  bytes = 0;
  /** Over a bottleneck: what is sent goes in segments; and the messages that are still coming in. */
  readonly #segments: Segments | undefined;
  readonly #coming: { readonly header: Uint8Array; readonly length: number }[] = [];
  #come = 0;

  constructor(owner: FlowOwner, number: number, options: FlowOptions, link: Link) {
    this.#owner = owner;
    this.number = number;
    this.#options = options;
    this.#link = link;
    this.#handshake = options.handshake === true;
    if (this.#stream && link.hasBottleneck)
      this.#segments = new Segments(link, owner.time, (bytes) => this.#peer?.takeBytes(bytes));
  }

  join(peer: MemoryFlow): void {
    this.#peer = peer;
    peer.#peer = this;
  }

  get #stream(): boolean {
    return this.#options.transport === 'tcp';
  }

  get receiveBuffer(): number {
    return this.#options.receiveBuffer ?? RECEIVE_BUFFER;
  }

  get writable(): boolean {
    if (!this.#open) return false;
    return this.#stream ? this.#unread <= (this.#options.sendBuffer ?? STREAM_WINDOW) : this.#link.room;
  }

  send(batch: Batch, entry: number): void {
    const now = this.#owner.time.now;
    const length = batch.length[entry]!;
    batch.time[entry] = now;
    batch.status[entry] = this.#verdict(length);
    if (batch.status[entry] !== SENT) return;
    const at = entry * HEADER_BYTES;
    if (batch.stampAt !== NO_STAMP) writeTime(batch.view, at + batch.stampAt, now);
    const header = new Uint8Array(batch.headers.subarray(at, at + HEADER_BYTES));
    if (this.#stream) this.#sendReliably(header, length);
    else this.#sendDatagram(header, length);
  }

  #verdict(length: number): number {
    if (!this.#open) return EPIPE;
    if (!this.writable) {
      if (!this.#stream) this.#tellOfRoom(this.#link.roomAt);
      return BLOCKED;
    }
    if (this.#stream) return SENT;
    return length > LARGEST_DATAGRAM ? EMSGSIZE : this.#link.refusal;
  }

  /** Once for each time, however much was refused until then. */
  #tellOfRoom(at: number): void {
    const { time } = this.#owner;
    if (at === this.#room && at > time.now) return;
    this.#room = at;
    time.at(at, () => this.#owner.ready());
  }

  #sendDatagram(header: Uint8Array, length: number): void {
    const fate = { header, flow: this.number, copies: 0, corrupt: 0 };
    this.#link.fates.push(fate);
    for (const { at, corrupt } of this.#link.carry(length)) {
      this.#owner.time.at(at, () => {
        this.#link.log(at, length);
        if (!this.#peer?.takeDatagram(header, corrupt ? length - 1 : length)) return;
        if (corrupt) fate.corrupt++;
        else fate.copies++;
      });
    }
  }

  /** @returns whether there was room for it */
  takeDatagram(header: Uint8Array, length: number): boolean {
    if (!this.#open) return false;
    if (this.#unread + length > this.receiveBuffer) {
      this.drops++;
      return false;
    }
    this.#unread += length;
    this.bytes += length;
    this.#owner.arrived(this, header, length);
    return true;
  }

  #sendReliably(header: Uint8Array, length: number): void {
    this.#unread += length;
    if (this.#segments !== undefined) {
      this.#peer?.comes({ header, length });
      this.#segments.send(length);
      return;
    }
    this.#lastArrival = Math.max(this.#lastArrival, this.#link.carryReliably());
    this.#owner.time.at(this.#lastArrival, () => this.#peer?.takeMessage(header, length));
  }

  /** A message whose bytes will come. */
  comes(message: { readonly header: Uint8Array; readonly length: number }): void {
    this.#coming.push(message);
  }

  /** The next bytes of the stream have come. */
  takeBytes(bytes: number): void {
    if (!this.#open) {
      this.#peer?.end(ECONNRESET);
      return;
    }
    if (!this.#handshake) this.#owner.streamed(this, bytes);
    this.#come += bytes;
    for (
      let next = this.#coming[0];
      next !== undefined && this.#come >= next.length;
      next = this.#coming[0]
    ) {
      this.#come -= next.length;
      this.#coming.shift();
      if (!this.#handshake) this.bytes += next.length;
      this.#handshake = false;
      this.#owner.arrived(this, next.header, next.length);
    }
  }

  takeMessage(header: Uint8Array, length: number): void {
    if (!this.#open) {
      // As a kernel answers what comes for a connection that is gone.
      this.#peer?.end(ECONNRESET);
      return;
    }
    const handshake = this.#handshake;
    this.#handshake = false;
    if (!handshake) {
      this.bytes += length;
      this.#owner.streamed(this, length);
    }
    if (this.#options.discard === true && !handshake) this.#peer?.taken(length);
    else this.#owner.arrived(this, header, length);
  }

  /** The program at this end has taken a message of so many bytes from its inbox. */
  read(length: number): void {
    if (this.#stream) this.#peer?.takenWhole(length);
    else this.#unread -= length;
  }

  /** It has taken so many bytes of the stream. */
  readBytes(bytes: number): void {
    this.#peer?.takenPiece(bytes);
  }

  takenWhole(length: number): void {
    if (this.#segments === undefined) this.taken(length);
  }

  takenPiece(bytes: number): void {
    if (this.#segments !== undefined) this.taken(bytes);
  }

  taken(length: number): void {
    const wasFull = !this.writable;
    this.#unread -= length;
    if (wasFull && this.writable) this.#owner.ready();
  }

  close(abort: boolean): void {
    if (!this.#open) return;
    this.#open = false;
    if (!this.#stream) return;
    const at = abort ? this.#link.carryReliably() : Math.max(this.#lastArrival, this.#link.carryReliably());
    this.#owner.time.at(at, () => this.#peer?.end(abort ? ECONNRESET : null));
  }

  end(errno: number | null): void {
    if (!this.#open) return;
    this.#open = false;
    this.#owner.ended(this, errno);
  }
}
