/** The generator threads of one transport: started, told, listened to, and gone at the end whatever happens. */
import type { SockbenchError } from '../../../errors.ts';
import type { FreshSamples } from '../../../measure/delay/samples.ts';
import type { SocketState } from '../../../net/port.ts';
import { failureOf } from '../../thread-failure.ts';
import { deferred } from '../control/deferred.ts';
import { patienceOf } from '../plan/effective.ts';
import type { Failure, FromWorker, GeneratorSetup, ToWorker } from './protocol.ts';
import { GeneratorThread } from './threads.ts';

export type Finished = Extract<FromWorker, { type: 'finished' }>;
type WorkerCounts = Extract<FromWorker, { type: 'counts' }>;
export type WorkerIntervals = Extract<FromWorker, { type: 'intervals' }>;
export type WorkerMoment = Extract<FromWorker, { type: 'moment' }>;

export interface PoolEvents {
  /** Flows open so far, of all workers. */
  connected(count: number): void;
  intervals(worker: number, intervals: WorkerIntervals): void;
  samples(samples: FreshSamples): void;
  moment(worker: number, moment: WorkerMoment): void;
  unshown(): void;
}

export class GeneratorPool {
  readonly #workers: GeneratorThread[];
  readonly #events: PoolEvents;
  readonly #connected: number[];
  readonly #counts: (WorkerCounts | undefined)[];
  readonly #finished: (Finished | undefined)[];
  readonly #gone = new Set<number>();
  /** How long the others are given for what is on its way, ms. */
  readonly #patience: number;
  #ready = 0;
  readonly #small: (boolean | undefined)[];
  readonly #smallAsked = deferred<void>();
  /** What the system made of the options of a flow's socket; null before, or where it does not tell. */
  given: SocketState | null = null;
  #sentAll = 0;
  readonly #allReady = deferred<void>();
  readonly #allSent = deferred<void>();
  readonly #allFinished = deferred<Finished[]>();
  #closed = false;
  /** Why a worker ended before its time; what the others measured is still reported. */
  failure: SockbenchError | undefined;

  constructor(setups: readonly GeneratorSetup[], events: PoolEvents) {
    this.#events = events;
    this.#patience = Math.max(...setups.map(({ plan }) => patienceOf(plan))) / 1e6;
    this.#connected = setups.map(() => 0);
    this.#counts = setups.map(() => undefined);
    this.#finished = setups.map(() => undefined);
    this.#small = setups.map(() => undefined);
    this.#workers = setups.map(
      (setup, index) =>
        new GeneratorThread(setup, {
          message: (message) => this.#take(index, message),
          died: (reason) => this.#died(index, reason),
        }),
    );
  }

  /** All flows are open. @throws SockbenchError of the first that cannot be */
  get ready(): Promise<void> {
    return this.#allReady.promise;
  }

  /** One-way: what its generators have told last, in all. */
  get counts(): Pick<WorkerCounts, 'sent' | 'received' | 'moved'> {
    const sum = (key: 'sent' | 'received' | 'moved'): number =>
      this.#counts.reduce((all, counts) => all + (counts?.[key] ?? 0), 0);
    return { sent: sum('sent'), received: sum('received'), moved: sum('moved') };
  }

  /** Everything that goes up has left, or will not any more. */
  get sentAll(): Promise<void> {
    return this.#allSent.promise;
  }

  /** It has left as it should: what is missing is only awaited. */
  get drained(): boolean {
    return this.#sentAll === this.#workers.length;
  }

  /** Reports of the workers, by worker; one that died is missing, and `failure` says why. */
  get finished(): Promise<Finished[]> {
    return this.#allFinished.promise;
  }

  /** Whether small datagrams pass where nothing else does; null where nobody asked. */
  get smallPass(): boolean | null {
    const told = this.#small.filter((pass) => pass !== undefined);
    return told.length === 0 ? null : told.includes(true);
  }

  /** One way: that is to be asked. It takes a second where they do not pass. */
  askSmall(): Promise<void> {
    this.tell({ type: 'small' });
    return this.#smallAsked.promise;
  }

  tell(message: ToWorker): void {
    for (const worker of this.#workers) worker.tell(message);
  }

  tellEach(message: (worker: number) => ToWorker): void {
    for (const [index, worker] of this.#workers.entries()) worker.tell(message(index));
  }

  #take(index: number, message: FromWorker): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'connected':
        this.#connected[index] = message.count;
        this.#events.connected(this.#connected.reduce((all, count) => all + count, 0));
        return;
      case 'ready':
        this.given = message.given;
        if (++this.#ready === this.#workers.length) this.#allReady.resolve();
        return;
      case 'counts':
        this.#counts[index] = message;
        return;
      case 'unshown':
        this.#events.unshown();
        return;
      case 'intervals':
        this.#events.intervals(index, message);
        return;
      case 'samples':
        this.#events.samples(message.samples);
        return;
      case 'moment':
        this.#events.moment(index, message);
        return;
      case 'sent-all':
        if (++this.#sentAll === this.#workers.length) this.#allSent.resolve();
        return;
      case 'small':
        this.#small[index] = message.pass;
        if (!this.#small.includes(undefined)) this.#smallAsked.resolve();
        return;
      case 'finished':
        this.#finished[index] = message;
        this.#settle();
        return;
      case 'failed':
        this.#fail(errorOf(message.failure));
        return;
      case 'closed':
        return;
    }
  }

  #settle(): void {
    if (this.#finished.every((report, index) => report !== undefined || this.#gone.has(index)))
      this.#allFinished.resolve(this.#reports());
  }

  #reports(): Finished[] {
    return this.#finished.filter((report) => report !== undefined);
  }

  #died(index: number, reason: string): void {
    if (this.#closed || this.#finished[index] !== undefined || this.#gone.has(index)) return;
    this.#gone.add(index);
    this.#fail(failureOf('worker-died', 'generate', { reason }));
    this.#settle();
  }

  /** One worker is gone: the others send no more, and what they measured is kept. */
  #fail(error: SockbenchError): void {
    if (this.#closed || this.failure !== undefined) return;
    this.failure = error;
    this.#allReady.reject(error);
    this.#allSent.resolve();
    this.tell({ type: 'halt' });
    setTimeout(() => this.tell({ type: 'stop' }), this.#patience).unref();
    setTimeout(() => this.#allFinished.resolve(this.#reports()), this.#patience + 1000).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const opening = this.#ready < this.#workers.length;
    await Promise.all(this.#workers.map((worker) => worker.release(opening)));
  }
}

function errorOf({ code, operation, details }: Failure): SockbenchError {
  return failureOf(code, operation, details);
}
