/** One transport of a run: negotiation, generators, live events, and the result at the end. */
import type { SockbenchError } from '../../errors.ts';
import type { SocketState } from '../../net/port.ts';
import type { TransportResult, Warning } from '../../result/document/schema.ts';
import type { Grant, ServerSnapshot } from '../../wire/control.ts';
import { assemble } from './assemble/assemble.ts';
import type { AssemblyInput } from './assemble/inputs.ts';
import { believed } from './assemble/ledger-check.ts';
import type { TransportContext } from './context.ts';
import { clocksOf, UNKNOWN_CLOCKS } from './control/clocks.ts';
import { Closing } from './control/closing.ts';
import { Control, harmless } from './control/control.ts';
import { judgeOutcome, type Outcome } from './judging.ts';
import { TellingBeside } from './live/beside.ts';
import { SoFar } from './live/so-far.ts';
import { ToldIntervals } from './live/told-intervals.ts';
import { isOneWay, type TransportPlan } from './plan/effective.ts';
import { grantWarnings, ledgerWarnings, socketWarnings } from './plan/given.ts';
import { grantedPlan, requestOf } from './plan/terms.ts';
import { Stopping } from './stopping.ts';
import { generatorsOf } from './threads/generators-of.ts';
import type { GeneratorPool } from './threads/pool.ts';
import { Witness } from './witness.ts';

export class TransportRun {
  readonly #context: TransportContext;
  #plan: TransportPlan;
  #control: Control | undefined;
  #grant: Grant | undefined;
  #clocks = UNKNOWN_CLOCKS;
  #pool: GeneratorPool | undefined;
  #connected = 0;
  #measuredFrom = 0;
  #closing: Closing | undefined;
  #intervals: ToldIntervals | undefined;
  readonly #screen: TellingBeside;
  readonly #witness: Witness;
  readonly #soFar = new SoFar();
  #local: string | undefined;
  readonly #stopping = new Stopping();
  #closed = false;
  /** Why it ended before its time. */
  #failure: SockbenchError | undefined;
  /** Nobody answered a single probe: why. Where another transport was answered, that is no failure of the run's. */
  silence: SockbenchError | undefined;
  readonly #warnings: Warning[] = [];
  onProgress: ((connected: number, of: number) => void) | undefined;

  constructor(context: TransportContext) {
    this.#context = context;
    this.#plan = context.plan;
    this.#warnings.push(...context.warnings);
    this.#screen = new TellingBeside(context);
    this.#witness = new Witness(context.clock);
  }

  /** After the server's limits. */
  get plan(): TransportPlan {
    return this.#plan;
  }

  get #workers(): number {
    return Math.min(this.#context.spec.threads, this.#plan.clients);
  }

  get failure(): SockbenchError | undefined {
    return this.#failure ?? this.#closing?.failure ?? this.#pool?.failure;
  }

  get token(): string | null {
    return this.#grant?.token ?? null;
  }

  get warnings(): readonly Warning[] {
    return this.#warnings;
  }

  /** What the system made of the options of a socket here. */
  get given(): SocketState | null {
    return this.#pool?.given ?? null;
  }

  get limited(): readonly string[] {
    return (this.#grant?.limited ?? []).map(harmless);
  }

  /** Negotiates and opens every flow. @throws SockbenchError where that cannot be done */
  async prepare(signal: AbortSignal): Promise<void> {
    const { place, key, spec, tool, guest } = this.#context;
    await this.#witness.prepare(this.#plan.transport);
    let sessionKey: string | null = null;
    if (place.control !== null) {
      const asked = performance.now();
      const socket = await place.control(signal);
      const took = (performance.now() - asked) * 1e6;
      if (this.#closed) return void socket.destroy();
      const request = { ...requestOf(spec, this.#plan, place, tool), ...guest };
      this.#control = new Control(socket, place, request, key, took);
      const granted = await this.#control.granted;
      if (this.#closed) return;
      this.#grant = granted.grant;
      sessionKey = granted.sessionKey === null ? null : Buffer.from(granted.sessionKey).toString('hex');
      const { notice } = granted.grant;
      this.#plan = grantedPlan(this.#context.plan, granted.grant);
      this.#warnings.push(...grantWarnings(granted.grant));
      if (notice !== null) this.#context.notice(harmless(notice));
      this.#local = socket.localAddress;
      this.#control.told = () => this.#soFar.told(this.#control?.snapshot);
      this.#control.onLost = (error) => this.#lost(error);
      this.#control.onSnapshot = (snapshot) => this.#heard(snapshot);
    }
    const workers = this.#workers;
    const { emit, clock } = this.#context;
    const { transport } = this.#plan;
    this.#intervals = new ToldIntervals(this.#plan, workers, clock, (interval) =>
      emit({ event: 'interval', transport, interval }),
    );
    this.#clocks = await clocksOf(this.#context, this.#grant);
    const { offset, arrivals } = this.#clocks;
    const given = { workers, sessionKey, token: this.token, offset, arrivalsUnsure: arrivals === 'user' };
    this.#pool = generatorsOf(this.#context, this.#plan, given, {
      connected: (count) => {
        this.#connected = count;
        this.onProgress?.(count, this.#plan.clients);
      },
      snapshot: () => this.#control?.snapshot ?? null,
      unshown: () => this.#screen.unshown(),
      intervals: (worker, intervals) => {
        this.#soFar.take(worker, intervals);
        this.#intervals!.take(worker, intervals);
      },
    });
    await this.#pool.ready;
    this.#warnings.push(...socketWarnings(spec, this.given, 'client'));
  }

  /** Begins the warm-up, or the measured part, at `at` ns since the epoch. */
  begin(at: number): void {
    this.#measuredFrom = at + this.#plan.warmup;
    const end = this.#measuredFrom + this.#plan.duration;
    this.#closing = new Closing({
      plan: this.#plan,
      workers: this.#workers,
      pool: this.#pool!,
      control: this.#control,
      stopping: this.#stopping,
      untilEnd: () => end - this.#context.clock(),
    });
    this.#witness.watch(this.#plan.mode, this.#local, this.#measuredFrom - this.#context.clock());
    this.#control?.start();
    this.#pool!.tell({ type: 'start', at });
    this.#screen.begin(this.#plan, {
      connected: this.#connected,
      measuredFrom: this.#measuredFrom,
      warnings: this.#warnings,
    });
  }

  /**
   * Send no more; what is on its way is still awaited. Where nothing more is to be sent, the waiting ends. A second time:
   * report at once.
   */
  halt(): void {
    const stopping = this.#stopping;
    stopping.ask(this.sentAll);
    this.#closing?.stopped(this.#context.clock() - this.#measuredFrom);
    // A stream down still asks the server what it has sent.
    const atOnce = stopping.hurried || (stopping.cutShort && !isOneWay(this.#plan.mode));
    this.#pool?.tell({ type: atOnce ? 'stop' : 'halt' });
  }

  /** Nothing more is to be sent, at either end: only what is on its way is awaited. */
  get sentAll(): boolean {
    const { duration, mode } = this.#plan;
    const over = this.#closing !== undefined && this.#context.clock() >= this.#measuredFrom + duration;
    const sends = mode === 'down' || mode === 'both';
    return over || (this.#pool?.drained === true && (!sends || this.#control?.hasSent === true));
  }

  #lost(error: SockbenchError): void {
    this.#failure ??= error;
    this.#witness.lost();
    if (this.#closing === undefined) return;
    this.#closing.failure ??= error;
    this.#pool?.tell({ type: 'stop' });
  }

  #heard(snapshot: ServerSnapshot): void {
    this.#witness.heard();
    this.#screen.server(snapshot);
    this.#intervals?.heard(snapshot);
  }

  /** Waits for the end. What it measured is in the outcome, also where something failed on the way. */
  async outcome(): Promise<Outcome> {
    const oneWay = isOneWay(this.#plan.mode);
    const closing = this.#closing!;
    let told = oneWay ? await closing.streams() : null;
    const finished = await this.#pool!.finished;
    if (!oneWay) told = await closing.answered(finished);
    this.#intervals!.end(told);
    const { ledger, warnings: doubts } = believed(told, this.#plan, finished, this.#workers);
    const { place } = this.#context;
    const { silent } = closing;
    const { smallPass } = this.#pool!;
    const halted = this.#stopping.halted || this.failure?.code === 'server-ended';
    const judged = await judgeOutcome(finished, this.#plan, { place, ledger, smallPass, silent, halted });
    this.#failure ??= this.failure ?? judged.failure;
    if (this.#failure === undefined) this.silence = judged.silence;
    this.#warnings.push(...closing.warnings, ...doubts, ...judged.warnings);
    return { finished, ledger };
  }

  /** The result; null where nothing came from the generators. */
  result(
    { finished, ledger }: Outcome,
    more: Pick<AssemblyInput, 'clockResolution' | 'link' | 'epoch'>,
  ): TransportResult | null {
    const { spec, place, engine, reports } = this.#context;
    this.#warnings.push(...ledgerWarnings(spec, ledger));
    const input: AssemblyInput = {
      plan: this.#plan,
      engine,
      finished,
      workers: this.#workers,
      ledger,
      plainEcho: place.control === null,
      completed: !this.#stopping.halted && this.failure === undefined,
      cutShort: this.#stopping.cutShort,
      perFlow: spec.perFlow,
      screen: reports !== null,
      clocks: this.#clocks,
      warnings: this.#warnings,
      ...this.#witness.data(),
      ...more,
    };
    this.#context.concert?.measured(input);
    const result = assemble(input, this.#intervals!.rows);
    if (result !== null) this.#soFar.end(result);
    return result;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#closing?.end();
    this.#witness.end();
    this.#control?.end();
    await this.#pool?.close();
  }
}
