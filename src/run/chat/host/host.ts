/** Hosts a room: TCP for everybody, UDP for those who want it, on one port. */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Impairment } from '../../../result/impairment.ts';
import type { RoomEvent } from '../../../session/chat/language/events.ts';
import { ROOM_LIMITS, type RoomLimits } from '../../../session/chat/rates/limits.ts';
import { Room } from '../../../session/chat/room.ts';
import type { Words } from '../../../words/index.ts';
import { collectorOf } from '../../garbage.ts';
import { isLoopback, networkOf, plainAddress } from '../../listening/addresses.ts';
import { type Listeners, listen } from '../../listening/bind.ts';
import { type Fault, reasonOf, within } from '../../listening/boundary.ts';
import { dismiss } from '../../listening/incoming.ts';
import type { Weathered } from './bad-weather.ts';
import { Connection } from './connection.ts';
import { Datagrams } from './datagrams.ts';
import { Doors } from './doors.ts';
import type { LinkPipes } from './link-pipes.ts';
import { Renderer } from './renderer.ts';

export interface HostOptions {
  readonly addresses: readonly string[];
  /** 0: any free port. */
  readonly port: number;
  /** Of the datagrams that are relayed; what comes in is left alone. */
  readonly impairment: Impairment | null;
  /** The same in words, told to everybody. */
  readonly impairmentShown: string | null;
  /** Over them goes what is said over TCP; undefined: TCP is left alone. */
  readonly pipes?: LinkPipes | undefined;
  /** Language of plain members. */
  readonly words: Words;
  readonly limits?: RoomLimits;
  /** Told who comes and goes. */
  readonly seen?: (event: RoomEvent) => void;
  /** Told of a mistake of this program that what somebody sent has met; only that somebody was cut off. */
  readonly fault?: (address: string, reason: string) => void;
  /** For tests: what the host did to each copy. */
  readonly weathered?: Weathered;
}

/** ms between two rounds of writing: many messages to many people are then few writes. */
const FLUSH_MS = 2;
/** People for each further ms. */
const PEOPLE_PER_MS = 20;
const TICK_MS = 250;
const HURRIED_MS = 20;
/** What people leave behind is collected at most so often: it takes some 10 ms in which nothing is said. */
const TIDY_MS = 20_000;

/** @throws SockbenchError `port-in-use`, `address-not-local`, `permission-denied` */
export async function startHost(options: HostOptions): Promise<Host> {
  // A client that has said all it had to say may still want to hear what the room says.
  const wanted = { streams: true, datagrams: true, shared: true, halfOpen: true };
  return new Host(await listen(options.addresses, options.port, wanted), options);
}

const now = (): number => performance.now() * 1e6;

const secret = (): string => randomBytes(8).toString('hex');

export class Host {
  readonly port: number;
  /** Whose hello carries it is who hosts the room. */
  readonly key = secret();
  readonly #options: HostOptions;
  readonly #listeners: Listeners;
  readonly #room: Room;
  readonly #datagrams: Datagrams;
  readonly #renderer: Renderer;
  readonly #connections = new Map<number, Connection>();
  readonly #doors = new Doors();
  readonly #waiting = new Set<Connection>();
  readonly #tidy = collectorOf(TIDY_MS);
  #flushing = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(listeners: Listeners, options: HostOptions) {
    this.#listeners = listeners;
    this.#options = options;
    this.port = listeners.port;
    this.#renderer = new Renderer(options.words);
    this.#room = this.#makeRoom();
    const fault = (error: unknown, address: string) => options.fault?.(address, reasonOf(error));
    this.#datagrams = new Datagrams(this.#room, () => listeners.sockets(), {
      now,
      fault,
      impairment: options.impairment?.down ?? null,
      seed: options.impairment?.seed ?? 0,
      weathered: options.weathered,
    });
    listeners.receive({
      connection: (socket) => this.#accept(socket),
      datagram: (message, from, socket) => this.#datagrams.take(message, from, socket),
      fault,
    });
    this.#tick();
  }

  /** What is told over TCP crosses an emulated link, too. */
  get linked(): boolean {
    return this.#options.pipes !== undefined;
  }

  /** In the room, with a name. */
  get people(): number {
    return this.#room.people;
  }

  /** The host's own word (/mute, /unmute, /kick, /contrast stop). @returns why it had no effect */
  order(text: string): Extract<RoomEvent, { event: 'refused' }> | undefined {
    return this.#room.order(text, now());
  }

  /** Says so to everybody; resolves when all are gone. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#room.stop();
    this.#datagrams.close();
    await this.#listeners.close();
    await this.#options.pipes?.stop();
  }

  #makeRoom(): Room {
    const { limits = ROOM_LIMITS, impairmentShown: impairment, pipes, seen } = this.#options;
    return new Room(
      {
        tell: (id, event) => this.#tell(id, event),
        relay: (id, message) => this.#datagrams.relay(id, message),
        lasts: (id, pairs) => this.#datagrams.lasts(id, pairs),
        contrast: (id, run, number) => this.#datagrams.contrast(id, run, number),
        hangUp: (id) => this.#connections.get(id)?.hangUp(),
        seen,
      },
      { limits, impairment, linked: pipes !== undefined, hostKey: this.key, token: secret },
    );
  }

  #tell(id: number, event: RoomEvent): void {
    const connection = this.#connections.get(id);
    if (connection === undefined || !connection.tell(event)) return;
    this.#waiting.add(connection);
    if (this.#flushing) return;
    this.#flushing = true;
    setTimeout(() => this.#flush(), FLUSH_MS + this.#room.people / PEOPLE_PER_MS);
  }

  #cutOff(connection: Connection): Fault {
    return (error) => {
      connection.cutOff();
      this.#nobodys(error);
    };
  }

  /** What the room does by itself is nobody's to answer for, and the next round may be whole again. */
  readonly #nobodys: Fault = (error) => this.#options.fault?.('', reasonOf(error));

  #flush(): void {
    this.#flushing = false;
    const waiting = [...this.#waiting];
    // Whoever is dropped now is told to the others, who then wait again.
    this.#waiting.clear();
    for (const connection of waiting) within(this.#cutOff(connection), () => connection.flush())();
  }

  #tick(): void {
    within(this.#nobodys, () => this.#room.tick(now()))();
    this.#timer = setTimeout(() => this.#tick(), this.#room.hurried ? HURRIED_MS : TICK_MS);
  }

  #accept(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress);
    // Already gone.
    if (address === '') {
      socket.destroy();
      return;
    }
    const { pipes } = this.#options;
    const { chat } = this.#options.words;
    const admitted = this.#doors.admits(address, now());
    const origin = { address, network: networkOf(address), here: isLoopback(address) };
    const member = admitted ? this.#room.connect(now(), origin) : undefined;
    if (member === undefined) {
      dismiss(socket, `* ${chat.refused[admitted ? 'full' : 'crowded']()}`);
      return;
    }
    this.#doors.enter(address, member);
    const connection = new Connection(socket, this.#room, member, {
      now,
      render: (to, event) => this.#renderer.of(to, event),
      greeting: chat.greeting,
      unended: chat.unended,
      foreign: this.#options.words.foreign,
      toBenchClient: chat.toBenchClient,
      pipe: pipes === undefined ? undefined : (ends) => pipes.open(ends),
      gone: () => {
        this.#connections.delete(member.id);
        this.#waiting.delete(connection);
        this.#datagrams.remove(member);
        this.#doors.leave(address, member, now());
        this.#tidy();
      },
    });
    this.#connections.set(member.id, connection);
    this.#datagrams.add(member, address, plainAddress(socket.localAddress));
  }
}
