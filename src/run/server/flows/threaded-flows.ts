/** One session's flows in a thread of their own: the server's end of the messages. The thread outlives the session. */
import type { Socket } from 'node:net';
import type { Worker } from 'node:worker_threads';
import { MOST_TOLD } from '../../../measure/goodput/goodput.ts';
import type { Kernel } from '../../../net/linux/kernel/kernel.ts';
import { takeDescriptor } from '../../../net/linux/stream/duplicate.ts';
import type { Address } from '../../../net/port.ts';
import { type Ended, MOST_AGE, type ServerLedger } from '../../../wire/control.ts';
import { Mac } from '../../../wire/mac.ts';
import { server as says } from '../../../words/en/server.ts';
import { within } from '../../listening/boundary.ts';
import type { FlowCounts, GoodputTold, SessionFlows, SessionPlan } from './flow-engine.ts';
import type { FromFlows, ToFlows } from './flows-messages.ts';
import type { FlowsThread } from './flows-thread.ts';

/** A thread that does not end its session within this is ended itself. */
const END_MS = 2000;

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

export class ThreadedFlows implements SessionFlows {
  readonly #thread: FlowsThread;
  readonly #worker: Worker;
  readonly #kernel: Kernel;
  readonly #plan: SessionPlan;
  readonly #opening = new Map<number, Waiting>();
  readonly #ended: (reusable: boolean) => void;
  readonly #over: Promise<boolean>;
  #leave: (reusable: boolean) => void = () => {};
  #counts: FlowCounts;
  #countedAt = performance.now();
  /** As the thread told it, with the intervals that were not asked for yet. */
  #goodput: GoodputTold | null = null;
  #ledger: { resolve(ledger: ServerLedger): void; reject(error: Error): void } | undefined;
  #failure: Error | undefined;

  /** @param ended once the thread is free: whether it can take another session */
  constructor(plan: SessionPlan, thread: FlowsThread, kernel: Kernel, ended: (reusable: boolean) => void) {
    const { worker } = thread;
    this.#plan = plan;
    this.#thread = thread;
    this.#worker = worker;
    this.#kernel = kernel;
    this.#counts = nothingYet(plan);
    this.#ended = ended;
    this.#over = new Promise((resolve) => {
      this.#leave = resolve;
    });
    worker.ref();
    worker.on('message', this.#take);
    worker.on('error', this.#failed);
    worker.on('exit', this.#exited);
    const { stray: _stray, done: _done, failed: _failed, fault: _fault, ...plain } = plan;
    this.#tell({ type: 'begin', plan: plain });
  }

  #tell(message: ToFlows): void {
    this.#worker.postMessage(message);
  }

  readonly #take = within(
    (error) => this.#plan.fault(error),
    (message: FromFlows) => this.#hear(message),
  );

  #hear(message: FromFlows): void {
    if (message.type === 'counts') {
      this.#count(message.counts);
      this.#goodput = continued(this.#goodput, message.goodput);
    } else if (message.type === 'stray') this.#plan.stray(Buffer.from(message.message), message.from);
    else if (message.type === 'done') this.#plan.done();
    else if (message.type === 'ledger') {
      this.#count(message.counts);
      this.#ledger?.resolve(message.ledger);
    } else if (message.type === 'opened') {
      const waiting = this.#opening.get(message.flow);
      this.#opening.delete(message.flow);
      if (message.failure === null) waiting?.resolve();
      else {
        waiting?.reject(new Error(message.failure));
        this.#plan.failed(says.notOpened({ flow: message.flow, reason: message.failure }));
      }
    } else if (message.type === 'failed') {
      if (message.lost) this.#lose(new Error(message.sentence));
      // Not by waiting for the end of the run: what is sent until then would look lost.
      this.#plan.failed(message.sentence);
    } else if (message.type === 'ended') this.#leave(true);
  }

  readonly #exited = (): void => {
    this.#failed(new Error('the thread of the flows has ended'));
    this.#leave(false);
  };

  readonly #failed = (error: Error): void => {
    this.#lose(error);
    this.#plan.failed(says.threadEnded());
  };

  #lose(error: Error): void {
    this.#failure ??= error;
    for (const waiting of this.#opening.values()) waiting.reject(error);
    this.#opening.clear();
    this.#ledger?.reject(error);
  }

  openDatagrams(flow: number, remote: Address, local: Address, open: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      // Here and not in the thread: while one is asked about there, the flow is taken, and a forged one must not take it.
      if (!this.#signed(open)) return reject(new Error('the MAC does not hold'));
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#opening.set(flow, { resolve, reject });
      this.#tell({ type: 'open', flow, remote, local, open: Uint8Array.from(open) });
    });
  }

  adopt(flow: number, socket: Socket, open: Uint8Array, rest: Uint8Array): void {
    if (!this.#signed(open)) throw new Error('the MAC does not hold');
    if (this.#failure !== undefined) throw this.#failure;
    const remote = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    const fd = takeDescriptor(this.#kernel, socket);
    if (fd < 0) {
      this.#plan.failed(says.noDescriptors({ flow }));
      throw new Error('the connection has no descriptor');
    }
    this.#thread.give(fd);
    this.#tell({ type: 'adopt', flow, fd, remote, open: Uint8Array.from(open), rest: Uint8Array.from(rest) });
  }

  #signed(open: Uint8Array): boolean {
    const { macKey } = this.#plan;
    const view = new DataView(open.buffer, open.byteOffset, open.byteLength);
    return macKey === null || new Mac(macKey).holds(view, 0);
  }

  start(): void {
    this.#tell({ type: 'start' });
  }

  counts(): FlowCounts {
    const counts = this.#counts;
    const age = Math.min(MOST_AGE, performance.now() - this.#countedAt);
    return { ...counts, snapshot: { ...counts.snapshot, age } };
  }

  #count(counts: FlowCounts): void {
    this.#counts = counts;
    this.#countedAt = performance.now();
  }

  goodput(): GoodputTold | null {
    const goodput = this.#goodput;
    if (goodput === null) return null;
    const { since, columns } = goodput;
    const told = columns.slice(0, MOST_TOLD);
    this.#goodput = { ...goodput, since: since + told.length, columns: columns.slice(MOST_TOLD) };
    return { ...goodput, columns: told };
  }

  close(ended: Ended): Promise<ServerLedger> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#ledger = { resolve, reject };
      this.#tell({ type: 'close', ended });
    });
  }

  async end(): Promise<void> {
    this.#tell({ type: 'end' });
    const timer = setTimeout(() => void this.#worker.terminate(), END_MS);
    const reusable = await this.#over;
    clearTimeout(timer);
    const worker = this.#worker;
    worker.off('message', this.#take);
    worker.off('error', this.#failed);
    worker.off('exit', this.#exited);
    this.#ended(reusable);
  }
}

/** What is told later stands for what was told before, but for the intervals, which are told once. */
const continued = (before: GoodputTold | null, next: GoodputTold | null): GoodputTold | null =>
  before === null || next === null
    ? next
    : { ...next, since: before.since, columns: [...before.columns, ...next.columns] };

function nothingYet({ hello }: SessionPlan): FlowCounts {
  return {
    open: 0,
    moved: 0,
    movedBytes: 0,
    overLimit: 0,
    exhausted: false,
    kept: 0,
    snapshot: {
      type: 'snapshot',
      received: 0,
      sent: 0,
      duplicates: 0,
      reordered: 0,
      bytesReceived: 0,
      bytesSent: 0,
      seen: null,
      age: 0,
    },
    waiting: 0,
    expected: hello.transport === 'udp' ? 0 : null,
  };
}
