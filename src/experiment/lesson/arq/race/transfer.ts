/** One racer: two processes at the ends of a lab of their own, and what is seen of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../../../errors.ts';
import { InOrder } from '../../../../link/in-order.ts';
import { SERVER_END } from '../../../../link/system/interface.ts';
import type { Entrant, Happening, ProtocolResult } from '../../../../result/document/lesson.ts';
import type { FateRecord, Impairment } from '../../../../result/impairment.ts';
import { deferred } from '../../../../run/client/control/deferred.ts';
import { launchLab } from '../../../../run/lab/launch.ts';
import { type LabClient, labFrom } from '../../../../run/lab/link/client.ts';
import { EndHost, type Side } from '../../../ends/end-host.ts';
import type { ArqSetup } from '../protocols.ts';
import { FROM_END_BOUNDS, FromEndSchema } from './from-end.ts';
import { ArqLane, type Lane, TcpLane } from './lanes.ts';
import type { FromEnd, ToEnd } from './orders.ts';
import { resultOf } from './results.ts';

const PORT = 5000;
const PROCESS: Readonly<Record<Side, string>> = {
  sender: fileURLToPath(new URL('./sender-process.js', import.meta.url)),
  receiver: fileURLToPath(new URL('./receiver-process.js', import.meta.url)),
};

export interface TransferOptions {
  /** Known when it ends. */
  readonly entrant: () => Entrant;
  /** null: the kernel's TCP. */
  readonly setup: ArqSetup | null;
  readonly file: Uint8Array;
  readonly impairment: Impairment;
  readonly tell: (happenings: readonly Happening[]) => void;
  /** Takes everything down. */
  readonly signal: AbortSignal;
}

export class Transfer {
  readonly #options: TransferOptions;
  readonly #lane: Lane;
  readonly #records: InOrder<FateRecord>;
  readonly #ready = deferred<void>();
  readonly #done = deferred<void>();
  readonly #waiting = new Set<Side>(['sender', 'receiver']);
  #host: EndHost<ToEnd, FromEnd> | undefined;
  #link: LabClient | undefined;
  #time: number | null = null;
  #delivered: Uint8Array | null = null;
  #changed = false;

  constructor(options: TransferOptions) {
    this.#options = options;
    const { setup, file } = options;
    this.#lane = setup === null ? new TcpLane() : new ArqLane(setup, file.length);
    this.#records = new InOrder((record) => options.tell(this.#lane.fated(record)));
    options.signal.addEventListener('abort', () => this.#done.resolve(), { once: true });
  }

  /** Both ends are there, and wait for {@link go}. @throws SockbenchError `lab-…` */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  go(epoch: bigint): void {
    this.#link?.markRunStart(this.#options.setup === null ? 'tcp' : 'udp', epoch);
    for (const side of ['receiver', 'sender'] as const)
      this.#host?.tell(side, { type: 'go', epoch: epoch.toString() });
  }

  setImpairment(impairment: Impairment): void {
    this.#changed = true;
    this.#link?.setImpairment(impairment);
  }

  /** Makes the lab, and goes on until the sender knows that all has arrived, or it is taken down. */
  async run(): Promise<ProtocolResult> {
    const directory = mkdtempSync(join(tmpdir(), 'sockbench-race-'));
    try {
      const calls = join(directory, 'ends.sock');
      this.#host = await EndHost.open(calls, {
        schema: FromEndSchema,
        bounds: FROM_END_BOUNDS,
        called: (side) => this.#called(side),
        take: (side, message) => this.#take(side, message),
      });
      const lab = this.#lab(calls, join(directory, 'fates.jsonl'));
      await Promise.race([this.#done.promise, lab]);
      await this.#last();
      this.#host.close();
      await lab.catch(() => {});
      return this.#result();
    } catch (error) {
      this.#ready.reject(error as Error);
      throw error;
    } finally {
      this.#link?.close();
      this.#host?.close();
      rmSync(directory, { recursive: true, force: true });
    }
  }

  #lab(calls: string, fates: string): Promise<number> {
    const { impairment, signal } = this.#options;
    const end = (side: Side): string[] => [process.execPath, PROCESS[side], calls, side];
    return launchLab({
      command: end('sender'),
      server: end('receiver'),
      impairment,
      detached: true,
      signal,
      // A file of all fates, so that none is left out; they are read from the link as they come.
      fates,
      ready: (_, { environment }) => this.#watch(labFrom(environment)),
    });
  }

  #watch(link: LabClient): void {
    this.#link = link;
    link.onPackets((packets) => {
      for (const record of packets) this.#records.settle(record.index, record, 0);
    });
  }

  #called(side: Side): void {
    const { setup, file } = this.#options;
    this.#host!.tell(side, {
      type: 'order',
      setup,
      host: SERVER_END.address4,
      port: PORT,
      file: side === 'sender' ? Buffer.from(file).toString('base64') : '',
    });
  }

  #take(side: Side, message: FromEnd): void {
    const { tell } = this.#options;
    if (message.type === 'ready') {
      this.#waiting.delete(side);
      if (this.#waiting.size === 0) this.#ready.resolve();
    } else if (message.type === 'moves') tell(this.#lane.moved(message.moves));
    else if (message.type === 'progress') tell(this.#lane.progressed(message.time, message.bytes));
    else if (message.type === 'file') this.#delivered = Buffer.from(message.file, 'base64');
    else if (message.type === 'done') this.#time = message.time;
    else this.#done.reject(new SockbenchError('lesson-failed', 'race', { reason: message.reason }));
    if (this.#time !== null && this.#delivered !== null) this.#done.resolve();
  }

  /** What the link has still to say about the packets until now. */
  async #last(): Promise<void> {
    if (this.#options.signal.aborted) return;
    await this.#link?.report(this.#options.setup === null ? 'tcp' : 'udp', null).catch(() => {});
    this.#options.tell(this.#lane.finish());
  }

  #result(): ProtocolResult {
    const { entrant, file, impairment } = this.#options;
    const bandwidth = this.#changed ? null : impairment.up.bandwidth;
    return resultOf(entrant(), this.#lane.counted(), this.#time, file, this.#delivered, bandwidth);
  }
}
