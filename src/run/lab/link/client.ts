/**
 * The lab as seen by a run on the client's side of the link: where the server is, a control connection that the link
 * never touches, the packets that cross, and the exact counts at the end.
 */
import { connect, Socket } from 'node:net';
import type { FateRecord, Impairment, LinkReport, QueueMoment } from '../../../result/impairment.ts';
import type { Transport } from '../../../units.ts';
import { type LabEnvironment, readEnvironment } from '../environment.ts';
import { whenThere } from './appears.ts';
import { type FromLink, FromLinkSchema, LONGEST_FROM_LINK, receive, send, type ToLink } from './channel.ts';

export interface LabTarget {
  readonly host: string;
  readonly port: number;
}

export interface LabClient {
  /** The server's address on the link, of the family asked for (0: IPv4 unless the lab was made for IPv6). */
  target(family: 0 | 4 | 6): LabTarget;
  /** The link at the start. */
  readonly impairment: Impairment;
  /** Of TCP over the link, unless a program sets another; null: whatever the system has. */
  readonly congestionControl: string | null;
  /** Whether sockbench's server of this lab is there. */
  serves(host: string, port: number): boolean;
  /** A new control connection to the server, over a Unix socket: nothing of it crosses the link. */
  connectControl(): Promise<Socket>;
  /** Packets that crossed the link, in bounded numbers; times in ns since the epoch of the last `markRunStart`. */
  onPackets(listener: (packets: readonly FateRecord[], skipped: number) => void): void;
  /** How full the queues are, some times a second where there is a bandwidth. @param listener `time` as in {@link onPackets} */
  onQueue(listener: (time: number, up: QueueMoment, down: QueueMoment) => void): void;
  /** Changes the link from now on; the report lists the change. */
  setImpairment(impairment: Impairment): void;
  /**
   * The measured part of a transport's run begins at `epoch` (machineNow(); it may lie in the future: say it before the
   * warm-up). Its counts of TCP and other packets begin there; those of UDP are by the warm-up flag of each probe.
   */
  markRunStart(transport: Transport, epoch: bigint): void;
  /**
   * The exact counts since `markRunStart`, once the last probe is through.
   * @param token the session's, 16 hexadecimal digits: UDP probes of other sessions are not counted; null: all are
   */
  report(transport: Transport, token: string | null): Promise<LinkReport>;
  /** Counts of one session by its token, TCP too; its warm-up is in those of TCP. */
  reportSession(transport: Transport, token: string): Promise<LinkReport>;
  close(): void;
}

/** @returns undefined outside a lab. */
export function labFromEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): LabClient | undefined {
  const lab = readEnvironment(env);
  return lab === undefined ? undefined : labFrom(lab);
}

export const labFrom = (lab: LabEnvironment): LabClient => new Connection(lab);

class Connection implements LabClient {
  readonly #lab: LabEnvironment;
  readonly #link: Socket;
  /** Until its socket is there, where the command was started before it; then, and else, undefined. */
  #there: Promise<void> | undefined;
  readonly #waiting = new Map<number, { done: (report: LinkReport) => void; failed: (e: Error) => void }>();
  #listener: ((packets: readonly FateRecord[], skipped: number) => void) | undefined;
  #queueListener: ((time: number, up: QueueMoment, down: QueueMoment) => void) | undefined;
  #nextId = 0;
  #ended: Error | undefined;

  constructor(lab: LabEnvironment) {
    this.#lab = lab;
    this.#link = new Socket();
    receive(this.#link, FromLinkSchema, LONGEST_FROM_LINK, (message) => this.#take(message));
    this.#link.on('error', (error) => this.#end(error));
    this.#link.on('close', () => this.#end(new Error('the link process ended')));
    if (lab.early) this.#there = this.#appears();
    else this.#link.connect(lab.link);
    // The link alone keeps no command alive.
    this.#link.unref();
  }

  /** Never rejects: what is asked of it then fails. */
  async #appears(): Promise<void> {
    try {
      await whenThere(this.#lab.link);
      if (!this.#link.destroyed) this.#link.connect(this.#lab.link);
    } catch (error) {
      this.#link.destroy(error as Error);
    }
    this.#there = undefined;
  }

  get impairment(): Impairment {
    return this.#lab.impairment;
  }

  get congestionControl(): string | null {
    return this.#lab.congestionControl;
  }

  target(family: 0 | 4 | 6): LabTarget {
    const { host, host4, host6, port } = this.#lab;
    return { host: family === 0 ? host : family === 4 ? host4 : host6, port };
  }

  serves(host: string, port: number): boolean {
    const { host4, host6, port: own, control } = this.#lab;
    return control !== null && port === own && (host === host4 || host === host6);
  }

  async connectControl(): Promise<Socket> {
    await this.#there;
    return new Promise((resolve, reject) => {
      const { control } = this.#lab;
      if (control === null) throw new Error('no sockbench server waits on the other side');
      const socket = connect(control);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(socket);
      });
    });
  }

  onPackets(listener: (packets: readonly FateRecord[], skipped: number) => void): void {
    this.#listener = listener;
    this.#send({ type: 'watch', what: 'packets' });
  }

  onQueue(listener: (time: number, up: QueueMoment, down: QueueMoment) => void): void {
    this.#queueListener = listener;
    this.#send({ type: 'watch', what: 'queue' });
  }

  setImpairment(impairment: Impairment): void {
    this.#send({ type: 'impairment', impairment });
  }

  markRunStart(transport: Transport, epoch: bigint): void {
    this.#send({ type: 'start', transport, epoch: epoch.toString() });
  }

  report(transport: Transport, token: string | null): Promise<LinkReport> {
    return this.#ask(transport, token, false);
  }

  reportSession(transport: Transport, token: string): Promise<LinkReport> {
    return this.#ask(transport, token, true);
  }

  #ask(transport: Transport, token: string | null, session: boolean): Promise<LinkReport> {
    return new Promise((done, failed) => {
      if (this.#ended !== undefined) return failed(this.#ended);
      const id = this.#nextId++;
      this.#waiting.set(id, { done, failed });
      this.#link.ref();
      this.#send({ type: 'report', id, transport, token, session });
    });
  }

  close(): void {
    this.#link.destroy();
  }

  #send(message: ToLink): void {
    if (this.#there !== undefined) void this.#there.then(() => this.#send(message));
    else if (!this.#link.destroyed) send(this.#link, message);
  }

  #take(message: FromLink): void {
    if (message.type === 'packets') {
      this.#listener?.(message.packets, message.skipped);
      return;
    }
    if (message.type === 'queue') {
      this.#queueListener?.(message.time, message.up, message.down);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (this.#waiting.size === 0) this.#link.unref();
    waiting?.done(message.report);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { failed } of this.#waiting.values()) failed(this.#ended);
    this.#waiting.clear();
  }
}
