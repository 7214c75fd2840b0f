/** One transport of a run: negotiation, generators, live events, and the result at the end. */
import type { Socket } from 'node:net';
import type { Clock } from '../../clock.ts';
import type { SockbenchError } from '../../errors.ts';
import type { RunEvent } from '../../result/events.ts';
import type { IntervalRow, TransportResult, Warning } from '../../result/schema.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { Request } from '../../session/control-client.ts';
import type { Grant, ServerLedger } from '../../wire/control.ts';
import { assembleEcho } from './assemble/echo.ts';
import type { AssemblyInput } from './assemble/inputs.ts';
import { assembleStream } from './assemble/stream.ts';
import { warning } from './assemble/warnings.ts';
import { Control, harmless } from './control.ts';
import type { TransportPlan } from './effective.ts';
import { IntervalMerger } from './interval-merger.ts';
import { liveSnapshot } from './live.ts';
import { type Finished, GeneratorPool, sharePlan, type WorkerSnapshot } from './pool.ts';
import { readQueueDrops } from './queue-drops.ts';
import type { GeneratorSetup } from './worker-protocol.ts';

/** Where a transport's run goes. */
export interface Place {
  readonly address: string;
  readonly port: number;
  /** `address:port` as people write it. */
  readonly shown: string;
  /** A new control connection; null: a plain echo target. */
  readonly control: (() => Promise<Socket>) | null;
}

export interface TransportContext {
  readonly spec: RunSpec;
  readonly plan: TransportPlan;
  readonly place: Place;
  readonly epoch: bigint;
  readonly clock: Clock;
  readonly engine: 'portable' | 'linux';
  readonly tool: string;
  readonly key: Uint8Array | null;
  readonly screen: boolean;
  readonly emit: (event: RunEvent) => void;
  readonly notice: (text: string) => void;
}

const SNAPSHOT_EVERY = 200e6;
const TO_WORKER = 50e6;

export class TransportRun {
  readonly #context: TransportContext;
  #plan: TransportPlan;
  #control: Control | undefined;
  #grant: Grant | undefined;
  #pool: GeneratorPool | undefined;
  #connected = 0;
  #measuredFrom = 0;
  #before: { now: number; sent: number } | undefined;
  #intervals: IntervalMerger | undefined;
  #queueDrops: number | null = null;
  #halted = false;
  #started = false;
  /** Why it ended before its time. */
  failure: SockbenchError | undefined;
  readonly #warnings: Warning[] = [];
  onProgress: ((connected: number, of: number) => void) | undefined;

  constructor(context: TransportContext) {
    this.#context = context;
    this.#plan = context.plan;
  }

  /** After the server's limits. */
  get plan(): TransportPlan {
    return this.#plan;
  }

  get token(): string | null {
    return this.#grant?.token ?? null;
  }

  get limited(): readonly string[] {
    return (this.#grant?.limited ?? []).map(harmless);
  }

  /** Negotiates and opens every flow. @throws SockbenchError where that cannot be done */
  async prepare(): Promise<void> {
    const { place, key, spec, epoch } = this.#context;
    let sessionKey: string | null = null;
    if (place.control !== null) {
      this.#control = new Control(await place.control(), place.shown, this.#request(), key);
      const granted = await this.#control.granted;
      this.#grant = granted.grant;
      sessionKey = granted.sessionKey === null ? null : Buffer.from(granted.sessionKey).toString('hex');
      this.#take(granted.grant);
      this.#control.onLost = (error) => this.#lost(error);
    }
    const workers = Math.min(spec.threads, this.#plan.clients);
    this.#intervals = new IntervalMerger(this.#plan, workers);
    const setups = Array.from(
      { length: workers },
      (_, worker): GeneratorSetup => this.#setup(worker, workers, epoch, sessionKey),
    );
    this.#pool = new GeneratorPool(setups, {
      connected: (count) => {
        this.#connected = count;
        this.onProgress?.(count, this.#plan.clients);
      },
      snapshots: (snapshots) => this.#snapshots(snapshots),
      intervals: (worker, intervals) => this.#interval(this.#intervals!.take(worker, intervals)),
    });
    await this.#pool.ready;
  }

  #request(): Request {
    const { spec, plan, tool } = this.#context;
    const byCount = spec.duration === null && spec.count !== null;
    return {
      tool,
      transport: plan.transport,
      mode: plan.mode,
      clients: plan.clients,
      size: plan.size,
      rate: typeof plan.rate === 'number' ? plan.rate : null,
      duration: byCount ? null : plan.duration + plan.warmup,
      warmup: plan.warmup,
      count: Number.isFinite(plan.count) ? plan.count : null,
      lossThreshold: plan.lossThreshold,
      sendBuffer: spec.sendBuffer,
      receiveBuffer: spec.receiveBuffer,
      congestionControl: spec.congestionControl,
      dscp: spec.dscp,
      nagle: spec.nagle,
      busyPoll: spec.busyPoll,
      engine: spec.engine,
    };
  }

  #take({ granted, limited, notice }: Grant): void {
    const { plan } = this.#context;
    const rate = granted.rate !== null && typeof plan.rate === 'number' ? granted.rate : plan.rate;
    const duration =
      granted.duration === null ? plan.duration : Math.min(plan.duration, granted.duration - plan.warmup);
    this.#plan = {
      ...plan,
      clients: granted.clients,
      size: granted.size,
      rate,
      duration: Math.max(1e6, duration),
    };
    for (const what of limited) this.#warnings.push(warning('limited', { what: harmless(what) }));
    if (notice !== null) {
      this.#warnings.push(warning('notice', { text: harmless(notice) }));
      this.#context.notice(harmless(notice));
    }
  }

  #setup(worker: number, workers: number, epoch: bigint, sessionKey: string | null): GeneratorSetup {
    const { spec, place, engine } = this.#context;
    const { sendBuffer, receiveBuffer, dscp, nagle, congestionControl, busyPoll, bind } = spec;
    return {
      plan: sharePlan(this.#plan, worker, workers),
      worker,
      workers,
      epoch,
      remote: { address: place.address, port: place.port },
      bind,
      token: this.#grant?.token ?? null,
      sessionKey,
      engine,
      busyPoll,
      sockets: { sendBuffer, receiveBuffer, dscp, nagle, congestionControl },
      perFlow: spec.perFlow,
      snapshotEvery: SNAPSHOT_EVERY,
    };
  }

  /** Begins the warm-up, or the measured part, at `at` ns since the epoch. */
  begin(at: number): void {
    this.#queueDrops = readQueueDrops();
    this.#measuredFrom = at + this.#plan.warmup;
    this.#started = true;
    this.#control?.start();
    this.#pool!.tell({ type: 'start', at });
  }

  /** Send no more; what is on its way is still awaited. A second time: report at once. */
  halt(): void {
    this.#pool?.tell({ type: this.#halted ? 'stop' : 'halt' });
    this.#halted = true;
  }

  get halted(): boolean {
    return this.#halted;
  }

  #lost(error: SockbenchError): void {
    this.failure ??= error;
    if (this.#started) this.#pool?.tell({ type: 'stop' });
  }

  #snapshots(parts: readonly WorkerSnapshot[]): void {
    const { emit, place } = this.#context;
    const snapshot = liveSnapshot(parts, {
      plan: this.#plan,
      connected: this.#connected,
      measuredFrom: this.#measuredFrom,
      server: this.#control?.snapshot,
      plainEcho: place.control === null,
      warnings: this.#warnings,
      before: this.#before,
    });
    this.#before = { now: Math.max(...parts.map((part) => part.now)), sent: snapshot.sent };
    emit({ event: 'snapshot', transport: this.#plan.transport, snapshot });
  }

  #interval(rows: readonly IntervalRow[]): void {
    const { transport } = this.#plan;
    for (const interval of rows) this.#context.emit({ event: 'interval', transport, interval });
  }

  /** Waits for the end. What it measured is in the outcome, also where something failed on the way. */
  async outcome(): Promise<{ finished: readonly Finished[]; ledger: ServerLedger | null }> {
    const pool = this.#pool!;
    const oneWay = isOneWay(this.#plan.mode);
    let ledger = oneWay ? await this.#endStreams(pool) : null;
    const finished = await pool.finished;
    this.failure ??= pool.failure;
    if (!oneWay) ledger = await this.#closeLedger();
    return { finished, ledger };
  }

  /** One-way: everything sent on both sides, then the server's ledger, then the rest of what is on its way down. */
  async #endStreams(pool: GeneratorPool): Promise<ServerLedger | null> {
    const { mode } = this.#plan;
    const ended = Promise.race([pool.finished, this.#controlLost()]);
    if (mode !== 'down') {
      await Promise.race([pool.sentAll, ended]);
      await this.#arrived();
    }
    if (mode !== 'up' && !this.#halted) await Promise.race([this.#streamDone(), ended]);
    const ledger = await this.#closeLedger();
    const workers = Math.min(this.#context.spec.threads, this.#plan.clients);
    const sent = mode === 'up' ? [] : (ledger?.sent ?? []);
    pool.tellEach((worker) => ({
      type: 'expect',
      sent: sent.filter((_, flow) => flow % workers === worker),
    }));
    if (ledger === null) pool.tell({ type: 'stop' });
    return ledger;
  }

  #controlLost(): Promise<void> {
    return new Promise((resolve) => {
      const control = this.#control!;
      const before = control.onLost;
      control.onLost = (error) => {
        before?.(error);
        resolve();
      };
      if (this.failure !== undefined) resolve();
    });
  }

  /** The server speaks once a second: wait until it has everything, at most for the loss threshold. */
  async #arrived(): Promise<void> {
    const until = performance.now() + this.#plan.lossThreshold / 1e6;
    while (performance.now() < until && this.failure === undefined) {
      const sent = this.#before?.sent ?? 0;
      if ((this.#control?.snapshot?.received ?? -1) >= sent && sent > 0) return;
      await new Promise((resolve) => setTimeout(resolve, TO_WORKER / 1e6));
    }
  }

  #streamDone(): Promise<void> {
    return new Promise((resolve) => {
      const control = this.#control!;
      control.onDone = resolve;
      if (control.done) resolve();
    });
  }

  async #closeLedger(): Promise<ServerLedger | null> {
    const control = this.#control;
    if (control === undefined || this.failure !== undefined) return null;
    try {
      return await control.close();
    } catch (error) {
      this.failure ??= error as SockbenchError;
      return null;
    }
  }

  /** The result; null where nothing came from the generators. */
  result(
    { finished, ledger }: { finished: readonly Finished[]; ledger: ServerLedger | null },
    more: Pick<AssemblyInput, 'clockResolution' | 'link'>,
  ): TransportResult | null {
    const { spec, place, engine, screen } = this.#context;
    if (finished.length === 0) return null;
    const drops = readQueueDrops();
    const input: AssemblyInput = {
      plan: this.#plan,
      engine,
      finished,
      workers: Math.min(spec.threads, this.#plan.clients),
      ledger,
      plainEcho: place.control === null,
      completed: !this.#halted && this.failure === undefined,
      queueDrops: drops === null || this.#queueDrops === null ? null : drops - this.#queueDrops,
      perFlow: spec.perFlow,
      screen,
      warnings: this.#warnings,
      ...more,
    };
    return isOneWay(this.#plan.mode) ? assembleStream(input) : assembleEcho(input);
  }

  async close(): Promise<void> {
    this.#control?.end();
    await this.#pool?.close();
  }
}

const isOneWay = (mode: TransportPlan['mode']): boolean =>
  mode === 'up' || mode === 'down' || mode === 'both';
