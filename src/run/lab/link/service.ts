/**
 * The link process's side of everything that is asked about the link: it owns the loop's thread, keeps the first fates
 * of each run, feeds the screens, writes the files, and answers for the counts.
 */
import { chmodSync, renameSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { SockbenchError } from '../../../errors.ts';
import type { DropCounter } from '../../../link/system/interface.ts';
import type { TcpEcn } from '../../../link/system/tcp-ecn.ts';
import type { FateRecord, Impairment, LinkReport } from '../../../result/impairment.ts';
import { SECOND, type Transport } from '../../../units.ts';
import { deferred } from '../../client/control/deferred.ts';
import { type LabOrder, linkPath } from '../orders.ts';
import { type FromLink, LONGEST_TO_LINK, receive, send, type ToLink, ToLinkSchema } from './channel.ts';
import { FateFiles } from './fate-files.ts';
import { MOST_REPORTED } from './fate-outbox.ts';
import type { FromLoop, LoopData, ToLoop, Written } from './loop-messages.ts';

/** Records that one event for the screen carries at most. */
const MOST_IN_EVENT = 500;

export interface LinkEnds {
  readonly serverFd: number;
  readonly clientFd: number;
  readonly serverTap: number | null;
  readonly clientTap: number | null;
  /** The link's time zero. */
  readonly epoch: bigint;
  readonly drops: readonly DropCounter[];
  readonly ecn: readonly TcpEcn[];
}

/** One transport's run: from `at` (ns since the link's epoch) on. */
interface Run {
  at: number;
  packets: FateRecord[];
  /** The same by the number of each. */
  byIndex: Map<number, FateRecord>;
  /** Packets that the interfaces had dropped until then; undefined: it is still to come. */
  dropped: number | undefined;
}

export class LinkService {
  readonly #path: string;
  readonly #worker: Worker;
  readonly #ends: LinkEnds;
  readonly #server: Server;
  readonly #files: FateFiles;
  readonly #watchers = { packets: new Set<Socket>(), queue: new Set<Socket>() };
  readonly #runs: Record<Transport, Run> = {
    tcp: { at: 0, packets: [], byIndex: new Map(), dropped: 0 },
    udp: { at: 0, packets: [], byIndex: new Map(), dropped: 0 },
  };
  readonly #changes: { time: number; impairment: Impairment }[] = [];
  readonly #questions = new Map<
    number,
    { socket: Socket; id: number; transport: Transport; session: boolean }
  >();
  #asked = 0;
  #latest: Transport = 'udp';
  readonly #running = deferred<void>();
  #ended: (overrun: number) => void = () => {};

  constructor(order: LabOrder, ends: LinkEnds) {
    this.#path = linkPath(order);
    this.#ends = ends;
    this.#files = new FateFiles(order.fates, order.pcap);
    const workerData: LoopData = {
      clientFd: ends.clientFd,
      serverFd: ends.serverFd,
      clientTap: ends.clientTap,
      serverTap: ends.serverTap,
      impairment: order.impairment,
      bySession: order.guests?.bySession ?? false,
      epoch: ends.epoch.toString(),
      all: order.fates !== null || order.pcap !== null,
      passesChecksum: order.passesChecksum,
      capture: order.pcap !== null,
    };
    this.#worker = new Worker(new URL('./loop-worker.js', import.meta.url), { workerData });
    this.#worker.on('message', (message: FromLoop) => this.#fromLoop(message));
    this.#worker.once('error', (error) => this.#running.reject(error));
    this.#server = createServer((socket) => this.#connected(socket));
  }

  /** The loop carries packets. */
  get running(): Promise<void> {
    return this.#running.promise;
  }

  /** From now on it is asked; whoever sees the socket can connect. */
  async listen(): Promise<void> {
    const unseen = `${this.#path}~`;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(unseen, resolve);
    });
    chmodSync(unseen, 0o600);
    renameSync(unseen, this.#path);
  }

  /**
   * The loop has ended, and the files are written.
   * @returns packets that the lab lost by itself, and outputs that are not whole
   */
  async close(): Promise<{ overrun: number; losses: SockbenchError[] }> {
    const ended = new Promise<number>((resolve) => {
      this.#ended = resolve;
    });
    this.#toLoop({ type: 'end' });
    const overrun = await ended;
    const losses = await this.#files.close();
    return { overrun: overrun + this.#dropped(), losses };
  }

  /** The files are not waited for any longer. */
  giveUpFiles(): void {
    this.#files.giveUp();
  }

  #connected(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#watchers.packets.delete(socket);
      this.#watchers.queue.delete(socket);
    });
    receive(socket, ToLinkSchema, LONGEST_TO_LINK, (message) => this.#obey(socket, message));
  }

  #obey(socket: Socket, message: ToLink): void {
    if (message.type === 'watch') this.#watchers[message.what].add(socket);
    else if (message.type === 'start') this.#start(message.transport, BigInt(message.epoch));
    else if (message.type === 'impairment') {
      const time = Number(process.hrtime.bigint() - this.#ends.epoch);
      this.#changes.push({ time, impairment: message.impairment });
      for (const end of this.#ends.ecn) end.set(asksForEcn(message.impairment));
      this.#toLoop({ type: 'impairment', impairment: message.impairment });
    } else {
      const { transport, token, session } = message;
      const id = this.#asked++;
      this.#questions.set(id, { socket, id: message.id, transport, session });
      this.#toLoop({ type: 'report', id, transport, token, session });
    }
  }

  #start(transport: Transport, epoch: bigint): void {
    const at = Number(epoch - this.#ends.epoch);
    const run: Run = { at, packets: [], byIndex: new Map(), dropped: undefined };
    this.#runs[transport] = run;
    // What is dropped in the warm-up is told with nothing else of it.
    const ahead = (at - Number(process.hrtime.bigint() - this.#ends.epoch)) / 1e6;
    setTimeout(() => {
      run.dropped = this.#dropped();
    }, ahead);
    this.#latest = transport;
    this.#toLoop({ type: 'start', transport, at });
  }

  #toLoop(message: ToLoop): void {
    this.#worker.postMessage(message);
  }

  #fromLoop(message: FromLoop): void {
    if (message.type === 'ended') this.#ended(message.overrun);
    else if (message.type === 'running') this.#running.resolve();
    else if (message.type === 'report') this.#answer(message);
    else if (message.type === 'queue')
      this.#tell('queue', { ...message, time: message.time - this.#latestStart });
    else this.#packets(message);
  }

  #packets(message: Extract<FromLoop, { type: 'packets' }>): void {
    const { records, bytes, written, skipped } = message;
    this.#files.write(records, bytes, written);
    for (const record of records) this.#keep(record);
    for (const run of [this.#runs.tcp, this.#runs.udp]) noteWritten(run, written);
    if (this.#watchers.packets.size > 0) this.#show(records, skipped);
  }

  #keep(record: FateRecord): void {
    const transport = record.protocol === 'udp' ? 'udp' : 'tcp';
    if (transport === 'udp' ? record.probe?.warmup !== false : record.protocol !== 'tcp') return;
    const run = this.#runs[transport];
    if (record.time < run.at || run.packets.length >= MOST_REPORTED) return;
    const kept = shift(record, run.at);
    run.packets.push(kept);
    run.byIndex.set(record.index, kept);
  }

  #show(records: readonly FateRecord[], skipped: number): void {
    const at = this.#latestStart;
    const shown = records.slice(-MOST_IN_EVENT).map((record) => shift(record, at));
    this.#tell('packets', {
      type: 'packets',
      packets: shown,
      skipped: skipped + records.length - shown.length,
    });
  }

  /** A screen that does not keep up loses pictures; it never makes the link wait. */
  #tell(what: 'packets' | 'queue', message: FromLink): void {
    for (const socket of this.#watchers[what]) if (socket.writableLength < 2 ** 20) send(socket, message);
  }

  /** Of the run that the screen shows, ns since the link's epoch. */
  get #latestStart(): number {
    return this.#runs[this.#latest].at;
  }

  #answer({ id, counts, overrun }: Extract<FromLoop, { type: 'report' }>): void {
    const question = this.#questions.get(id);
    if (question === undefined) return;
    this.#questions.delete(id);
    const run = this.#runs[question.transport];
    const report: LinkReport = {
      ...counts,
      overrun: run.dropped === undefined ? 0 : overrun + this.#dropped() - run.dropped,
      changes: this.#changes
        .filter(({ time }) => time >= run.at)
        .map(({ time, impairment }) => ({ atSeconds: (time - run.at) / SECOND, impairment })),
      // Of a guest among others: the counts alone.
      packets: question.session ? [] : run.packets.sort((one, other) => one.index - other.index),
    };
    send(question.socket, { type: 'report', id: question.id, report });
  }

  #dropped(): number {
    return this.#ends.drops.reduce((sum, counter) => sum + (counter.read() ?? 0), 0);
  }
}

/** Both ends ask where one queue marks: a connection has one answer for both directions. */
export const asksForEcn = ({ up, down }: Impairment): boolean => up.ecn === true || down.ecn === true;

function noteWritten({ at, byIndex }: Run, { indexes, times }: Written): void {
  indexes.forEach((index, i) => {
    const record = byIndex.get(index);
    if (record !== undefined) record.writtenAt = times[i]! - at;
  });
}

/** The same record with times since `at`. */
const shift = (record: FateRecord, at: number): FateRecord => ({
  ...record,
  time: record.time - at,
  ...(record.deliveredAt !== undefined && { deliveredAt: record.deliveredAt - at }),
  ...(record.writtenAt !== undefined && { writtenAt: record.writtenAt - at }),
});
