/**
 * A bad network between a client and a server, as a stranger would write it: relays of sockets on loopback that know of
 * a datagram only its number, and share no code with the lab or with the measuring core.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { type AddressInfo, connect, createServer, type Socket as Stream } from 'node:net';

export interface Fault {
  /** Shares of datagrams, 0..1. */
  readonly loss: number;
  readonly duplicate: number;
  readonly overtaken: number;
  /** Share of datagrams whose first copy is lost while a second one arrives. */
  readonly replaced: number;
  /** Share of the numbers below `lateUntil` that is held back for `lateBy` ms. */
  readonly late: number;
  readonly lateBy: number;
  readonly lateUntil: number;
  /** Numbers from here on never arrive, in the direction `tailOf`. */
  readonly tailFrom: number;
  readonly tailOf: 'up' | 'down';
}

/** What became of one direction's datagrams; warm-up is kept apart. */
export interface Truth {
  sent: number;
  arrived: number;
  /** Copies beyond the first. */
  extra: number;
  /** First copies that came after one of the same flow with a greater number (RFC 4737). */
  reordered: number;
}

const HELD = 30;
const PROBE = 0;
const WARMUP = 1;
const RECEIVE_BUFFER = 8 * 2 ** 20;

class Direction {
  readonly sent = new Set<string>();
  readonly late = new Set<string>();
  readonly order: { readonly flow: number; readonly number: number }[] = [];

  truth(): Truth {
    const first = new Set<string>();
    const highest = new Map<number, number>();
    let reordered = 0;
    for (const { flow, number } of this.order) {
      const key = `${flow}/${number}`;
      if (first.has(key)) continue;
      first.add(key);
      if (number < (highest.get(flow) ?? -1)) reordered++;
      else highest.set(flow, number);
    }
    return { sent: this.sent.size, arrived: first.size, extra: this.order.length - first.size, reordered };
  }
}

export class Emulator {
  readonly #fault: Fault;
  readonly #target: number;
  readonly #outside = createSocket('udp4');
  readonly #inside = new Map<string, Socket>();
  readonly #streams = createServer((stream) => this.#relay(stream));
  readonly #open = new Set<Stream>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #directions = new Map<string, Direction>();
  #seed: number;

  constructor(target: number, seed: number, fault: Fault) {
    this.#target = target;
    this.#seed = seed;
    this.#fault = fault;
  }

  /** @returns the port to measure against */
  async listen(): Promise<number> {
    const port = await this.#freeOfBoth();
    this.#outside.setRecvBufferSize(RECEIVE_BUFFER);
    this.#outside.on('message', (bytes, from) => this.#cross('up', bytes, this.#toServer(from)));
    return port;
  }

  /** A port that is free over TCP may be taken over UDP: then another one. */
  async #freeOfBoth(): Promise<number> {
    for (;;) {
      await new Promise<void>((resolve) => {
        this.#streams.listen(0, '127.0.0.1', resolve);
      });
      const { port } = this.#streams.address() as AddressInfo;
      const bound = new Promise<boolean>((resolve) => {
        this.#outside.once('error', () => resolve(false)).bind(port, '127.0.0.1', () => resolve(true));
      });
      if (await bound) return port;
      await new Promise((resolve) => this.#streams.close(resolve));
    }
  }

  /** Answers that came, but of which the probe or the answer was held back: `late` for the client. */
  lateAnswers(): number {
    const late = new Set([
      ...(this.#directions.get('up')?.late ?? []),
      ...(this.#directions.get('down')?.late ?? []),
    ]);
    const came = new Set(this.#directions.get('down')?.order.map(({ flow, number }) => `${flow}/${number}`));
    return [...late].filter((key) => came.has(key)).length;
  }

  /** @param part `up`, `down`, `up warm-up` or `down warm-up` */
  truth(part: string): Truth {
    return (this.#directions.get(part) ?? new Direction()).truth();
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const stream of this.#open) stream.destroy();
    for (const socket of this.#inside.values()) socket.close();
    this.#outside.close();
    await new Promise((resolve) => this.#streams.close(resolve));
  }

  #relay(near: Stream): void {
    const far = connect(this.#target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => this.#open.delete(one));
    }
  }

  #toServer(from: RemoteInfo): (bytes: Buffer) => void {
    let socket = this.#inside.get(`${from.port}`);
    if (socket === undefined) {
      socket = createSocket('udp4');
      socket.bind(0, '127.0.0.1', () => socket!.setRecvBufferSize(RECEIVE_BUFFER));
      socket.on('message', (bytes) =>
        this.#cross('down', bytes, (copy) => this.#outside.send(copy, from.port, from.address)),
      );
      this.#inside.set(`${from.port}`, socket);
    }
    return (bytes) => socket.send(bytes, this.#target, '127.0.0.1');
  }

  #cross(way: 'up' | 'down', bytes: Buffer, send: (bytes: Buffer) => void): void {
    if (bytes.length < 64 || (bytes[2]! & 15) !== PROBE) {
      send(bytes);
      return;
    }
    const part = (bytes[3]! & WARMUP) === 0 ? way : `${way} warm-up`;
    const direction = this.#directions.get(part) ?? new Direction();
    this.#directions.set(part, direction);
    const flow = bytes.readUInt32BE(4);
    const number = Number(bytes.readBigUInt64BE(16));
    direction.sent.add(`${flow}/${number}`);
    const delays = this.#copies(part === this.#fault.tailOf, number);
    if (delays[0] === this.#fault.lateBy) direction.late.add(`${flow}/${number}`);
    for (const delay of delays) {
      this.#after(delay, () => {
        direction.order.push({ flow, number });
        send(bytes);
      });
    }
  }

  /** When each copy arrives, ms from now. The same numbers are drawn whatever becomes of the datagram. */
  #copies(endsEarly: boolean, number: number): number[] {
    const { loss, duplicate, overtaken, replaced, late, lateBy, lateUntil, tailFrom } = this.#fault;
    const lost = this.#draw() < loss;
    const twice = this.#draw() < duplicate;
    const held = this.#draw() < overtaken;
    const again = this.#draw() < replaced;
    const slow = this.#draw() < late && number < lateUntil;
    if (lost || (endsEarly && number >= tailFrom)) return [];
    if (again) return [HELD / 2];
    if (slow) return [lateBy];
    return [held ? HELD : 1, ...(twice ? [HELD / 3] : [])];
  }

  #after(delay: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, delay);
    this.#timers.add(timer);
  }

  /** Mulberry32. */
  #draw(): number {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
