/** One transport of a run: negotiation, generators, live events, and the result at the end. */
import type { SockbenchError } from '../../errors.ts';
import type { IntervalRow, TransportResult, Warning } from '../../result/schema.ts';
import { SILENCE } from '../../session/control-client.ts';
import type { Grant, ServerLedger } from '../../wire/control.ts';
import { assembleEcho } from './assemble/echo.ts';
import type { AssemblyInput } from './assemble/inputs.ts';
import { believed } from './assemble/ledger-check.ts';
import { assembleRemains } from './assemble/remains.ts';
import { assembleStream } from './assemble/stream.ts';
import { warning } from './assemble/warnings.ts';
import { TellingBeside } from './beside.ts';
import type { TransportContext } from './context.ts';
import { Control, harmless } from './control.ts';
import type { Counts } from './counts-over-time.ts';
import { Deadline } from './deadline.ts';
import { deferred } from './deferred.ts';
import { isOneWay, type TransportPlan } from './effective.ts';
import { judgeEnd } from './endings.ts';
import { IntervalMerger } from './interval-merger.ts';
import { type Finished, GeneratorPool } from './pool.ts';
import { readQueueDrops } from './queue-drops.ts';
import { unanswered } from './refusal.ts';
import { SilenceWatch } from './silence.ts';
import { generatorSetup, grantedPlan, requestOf } from './terms.ts';

const TO_WORKER = 50e6;
/** Kept for the case that the threads die: a day of seconds. */
const MOST_SLICES = 86_400;

export class TransportRun {
  readonly #context: TransportContext;
  #plan: TransportPlan;
  #control: Control | undefined;
  #grant: Grant | undefined;
  #pool: GeneratorPool | undefined;
  #connected = 0;
  #measuredFrom = 0;
  /** One-way: probes so far, of all generators. */
  #counts: Counts = { sent: 0, received: 0 };
  #silence: SilenceWatch | undefined;
  #overdue: Deadline | undefined;
  #intervals: IntervalMerger | undefined;
  readonly #slices: IntervalRow[] = [];
  readonly #screen: TellingBeside;
  #queueDrops: number | null = null;
  #halted = false;
  /** Somebody wants it to end; and to end now. */
  readonly #told = deferred<void>();
  readonly #hurry = deferred<void>();
  #closed = false;
  #started = false;
  /** Why it ended before its time. */
  failure: SockbenchError | undefined;
  readonly #warnings: Warning[] = [];
  onProgress: ((connected: number, of: number) => void) | undefined;

  constructor(context: TransportContext) {
    this.#context = context;
    this.#plan = context.plan;
    this.#warnings.push(...context.warnings);
    this.#screen = new TellingBeside(context);
  }

  /** After the server's limits. */
  get plan(): TransportPlan {
    return this.#plan;
  }

  get #workers(): number {
    return Math.min(this.#context.spec.threads, this.#plan.clients);
  }

  get token(): string | null {
    return this.#grant?.token ?? null;
  }

  get warnings(): readonly Warning[] {
    return this.#warnings;
  }

  get limited(): readonly string[] {
    return (this.#grant?.limited ?? []).map(harmless);
  }

  /** Negotiates and opens every flow. @throws SockbenchError where that cannot be done */
  async prepare(signal: AbortSignal): Promise<void> {
    const { place, key, spec, tool } = this.#context;
    let sessionKey: string | null = null;
    if (place.control !== null) {
      const socket = await place.control(signal);
      if (this.#closed) return void socket.destroy();
      this.#control = new Control(socket, place.shown, requestOf(spec, this.#plan, place, tool), key);
      const granted = await this.#control.granted;
      if (this.#closed) return;
      this.#grant = granted.grant;
      sessionKey = granted.sessionKey === null ? null : Buffer.from(granted.sessionKey).toString('hex');
      this.#take(granted.grant);
      this.#control.onLost = (error) => this.#lost(error);
      this.#control.onSnapshot = (snapshot) => this.#screen.server(snapshot);
    }
    const workers = this.#workers;
    this.#intervals = new IntervalMerger(this.#plan, workers);
    const setups = Array.from({ length: workers }, (_, worker) =>
      generatorSetup(this.#context, this.#plan, { worker, workers, token: this.token, sessionKey }),
    );
    this.#pool = new GeneratorPool(setups, {
      connected: (count) => {
        this.#connected = count;
        this.onProgress?.(count, this.#plan.clients);
      },
      counts: (counts) => {
        this.#counts = { sent: sumOf(counts, 'sent'), received: sumOf(counts, 'received') };
      },
      unshown: () => this.#screen.unshown(),
      intervals: (worker, intervals) => this.#interval(this.#intervals!.take(worker, intervals)),
    });
    await this.#pool.ready;
  }

  #take(grant: Grant): void {
    this.#plan = grantedPlan(this.#context.plan, grant);
    for (const what of grant.limited) this.#warnings.push(warning('limited', { what: harmless(what) }));
    if (grant.notice !== null) {
      this.#warnings.push(warning('notice', { text: harmless(grant.notice) }));
      this.#context.notice(harmless(grant.notice));
    }
  }

  /** Begins the warm-up, or the measured part, at `at` ns since the epoch. */
  begin(at: number): void {
    this.#queueDrops = readQueueDrops();
    this.#measuredFrom = at + this.#plan.warmup;
    this.#started = true;
    this.#control?.start();
    this.#pool!.tell({ type: 'start', at });
    this.#screen.begin(this.#plan, {
      connected: this.#connected,
      measuredFrom: this.#measuredFrom,
      warnings: this.#warnings,
    });
  }

  /** Send no more; what is on its way is still awaited. A second time: report at once. */
  halt(): void {
    this.#pool?.tell({ type: this.#halted ? 'stop' : 'halt' });
    if (this.#halted) this.#hurry.resolve();
    this.#halted = true;
    this.#told.resolve();
  }

  get halted(): boolean {
    return this.#halted;
  }

  #lost(error: SockbenchError): void {
    this.failure ??= error;
    if (this.#started) this.#pool?.tell({ type: 'stop' });
  }

  #interval(rows: readonly IntervalRow[]): void {
    const { transport, duration } = this.#plan;
    for (const interval of rows) {
      // Waiting for what does not come is no interval of the run.
      if (interval.startSeconds * 1e9 >= duration && isEmpty(interval)) continue;
      if (this.#slices.length < MOST_SLICES) this.#slices.push(interval);
      this.#context.emit({ event: 'interval', transport, interval });
    }
  }

  /** Waits for the end. What it measured is in the outcome, also where something failed on the way. */
  async outcome(): Promise<{ finished: readonly Finished[]; ledger: ServerLedger | null }> {
    const pool = this.#pool!;
    const oneWay = isOneWay(this.#plan.mode);
    let told = oneWay ? await this.#endStreams(pool) : null;
    const finished = await pool.finished;
    this.failure ??= pool.failure;
    if (!oneWay) told = await this.#closeLedger();
    const { ledger, warnings: doubts } = believed(told, this.#plan, finished, this.#workers);
    const { failure, warnings } = judgeEnd(finished, this.#plan, {
      address: this.#context.place.shown,
      halted: this.#halted,
      silent: this.#silence?.broken === true,
    });
    this.failure ??=
      failure?.code === 'no-answer' ? await unanswered(failure, this.#plan, this.#context.place) : failure;
    this.#warnings.push(...doubts, ...warnings);
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
    if (mode !== 'up') {
      this.#silence = new SilenceWatch(this.#plan, () => this.#counts.received);
      this.#overdue = new Deadline(this.#untilOverdue);
      const enough = [this.#told.promise, ended, this.#silence.tooLong, this.#overdue.passed];
      await Promise.race([this.#control!.done, ...enough]);
      this.#silence.end();
      this.#overdue.end();
    }
    const ledger = await this.#closeLedger();
    const workers = this.#workers;
    const sent = mode === 'up' ? [] : (ledger?.sent ?? []);
    pool.tellEach((worker) => ({
      type: 'expect',
      sent: sent.filter((_, flow) => flow % workers === worker),
    }));
    if (ledger === null) pool.tell({ type: 'stop' });
    return ledger;
  }

  /** ms until a server must have sent its stream: from then on its ledger is asked for as it is. */
  get #untilOverdue(): number {
    const planned = this.#measuredFrom + this.#plan.duration + this.#plan.lossThreshold;
    return (planned + SILENCE - this.#context.clock()) / 1e6;
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
      const { sent } = this.#counts;
      if (sent === 0 || (this.#control?.snapshot?.received ?? -1) >= sent) return;
      await new Promise((resolve) => setTimeout(resolve, TO_WORKER / 1e6));
    }
  }

  async #closeLedger(): Promise<ServerLedger | null> {
    const control = this.#control;
    if (control === undefined || this.failure !== undefined) return null;
    try {
      return await Promise.race([control.close(), this.#hurry.promise.then(() => null)]);
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
    const { spec, place, engine, reports } = this.#context;
    const drops = readQueueDrops();
    const overLimit = ledger?.overLimit ?? 0;
    if (overLimit > 0) this.#warnings.push(warning('over-limit', { count: overLimit }));
    const input: AssemblyInput = {
      plan: this.#plan,
      engine,
      finished,
      workers: this.#workers,
      ledger,
      plainEcho: place.control === null,
      completed: !this.#halted && this.failure === undefined,
      queueDrops: drops === null || this.#queueDrops === null ? null : drops - this.#queueDrops,
      perFlow: spec.perFlow,
      screen: reports !== null,
      warnings: this.#warnings,
      ...more,
    };
    if (finished.length === 0) return assembleRemains(input, this.#slices);
    return isOneWay(this.#plan.mode) ? assembleStream(input) : assembleEcho(input);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#silence?.end();
    this.#overdue?.end();
    this.#control?.end();
    await this.#pool?.close();
  }
}

const sumOf = (parts: readonly Counts[], key: keyof Counts): number =>
  parts.reduce((all, part) => all + part[key], 0);

const isEmpty = ({ sent, received, late, lost, unresolved }: IntervalRow): boolean =>
  [sent, received, late, lost, unresolved].every((count) => (count ?? 0) === 0);
