/** One run from its spec to its result, as a stream of events. */
import { randomBytes } from 'node:crypto';
import { clockSince, runEpoch } from '../../clock.ts';
import type { SockbenchError } from '../../errors.ts';
import { chooseEngine } from '../../net/choose.ts';
import { congestionUsual } from '../../net/congestion.ts';
import type { RunResult, TransportResult } from '../../result/document/schema.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { Transport } from '../../units.ts';
import { MOST_OF_NAME, START_LEAD } from '../../wire/control.ts';
import { tidy } from '../garbage.ts';
import type { LabClient } from '../lab/link/client.ts';
import { linkOf } from '../lab/link/guest-link.ts';
import type { TransportContext } from './context.ts';
import { behindLink } from './control/behind-link.ts';
import { STOPPED, unlessStopped } from './control/unless-stopped.ts';
import { watchLink } from './control/watch-link.ts';
import { asError, documentOf } from './document.ts';
import { clockResolution } from './host.ts';
import { besides } from './live/besides.ts';
import type { LiveEvent } from './live/reported.ts';
import { isOwn, type OpenPlace, openPlace, placeUnless } from './place.ts';
import { Announced } from './plan/announced.ts';
import { depart, requireOptions } from './plan/departure.ts';
import { hasRoom, type TransportPlan } from './plan/effective.ts';
import { requireOpenFiles } from './plan/limits.ts';
import { EventQueue } from './queue.ts';
import type { RunOptions } from './run-options.ts';
import { rehearsable } from './threads/ahead.ts';
import { rehearseAhead } from './threads/threads.ts';
import { TransportRun } from './transport-run.ts';
import { waitForTurn } from './turn.ts';

export class Run {
  readonly #spec: RunSpec;
  readonly #options: RunOptions;
  readonly #events = new EventQueue<LiveEvent>();
  readonly #epoch = runEpoch();
  readonly #clock = clockSince(this.#epoch);
  readonly #startedAt = new Date().toISOString();
  #running: TransportRun[] = [];
  #interrupted = false;
  readonly #guest: TransportContext['guest'];
  #lastGroup = false;
  /** Ends whatever is still being prepared. */
  readonly #preparing = new AbortController();
  #failure: SockbenchError | undefined;
  /** Transports over which nobody answered. */
  readonly #silences = new Map<Transport, SockbenchError>();
  #place: OpenPlace | undefined;
  #announced: Announced | undefined;

  constructor(spec: RunSpec, options: RunOptions) {
    this.#spec = spec;
    this.#options = options;
    const { name } = options;
    this.#guest = {
      run: randomBytes(8).toString('hex'),
      ...(name === undefined ? {} : { name: name.slice(0, MOST_OF_NAME) }),
    };
  }

  /** Runs; the last event is the result, whatever happens. */
  start(): AsyncIterable<LiveEvent> {
    void this.#run().then(
      (result) => {
        this.#events.push({ event: 'result', result });
        this.#events.end();
      },
      (error: unknown) => {
        // Only a mistake of our own comes here: it is told as such, with what there is.
        this.#failure = asError(error);
        this.#events.push({ event: 'result', result: this.#document([]) });
        this.#events.end();
      },
    );
    return this.#events;
  }

  /**
   * Ends it early: what is on its way is still awaited; a second call reports at once. Preparations end at once. A run that
   * only awaits its last answers is no less complete for it.
   */
  stop(): void {
    const running = this.#running.length > 0 && this.#lastGroup;
    if (!running || !this.#running.every((run) => run.sentAll)) this.#interrupted = true;
    this.#preparing.abort();
    for (const run of this.#running) run.halt();
  }

  /** The lab: changes the link from now on. */
  setImpairment(impairment: Impairment): void {
    const { lab } = this.#options;
    if (lab === undefined) return;
    lab.setImpairment(impairment);
    const atSeconds = Math.max(0, (this.#clock() - this.#measuredFrom) / 1e9);
    this.#events.push({ event: 'impairment', atSeconds, impairment });
  }

  #measuredFrom = 0;

  async #run(): Promise<RunResult> {
    const transports: TransportResult[] = [];
    try {
      const spec = this.#spec;
      const own = isOwn(spec, this.#options.lab) ? this.#opened() : undefined;
      const engine = await chooseEngine(spec.engine, spec.mode === 'connect');
      await requireOptions(spec, engine.engine);
      requireOpenFiles(spec.transports.length * spec.clients);
      this.#rehearse(engine.engine);
      const opening = own ?? this.#opened();
      // While others work.
      tidy(this.#options.lasting === true);
      this.#place = await opening;
      const { address, shown } = this.#place;
      const departure = await depart(spec, address, engine.engine);
      const congestion = spec.transports.includes('tcp') ? usualCongestion(this.#options.lab) : null;
      this.#announced = new Announced(spec, engine, departure, shown, congestion);
      this.#events.push(this.#announced.start(this.#startedAt));
      watchLink(this.#options, (event) => this.#events.push(event));
      for (const group of departure.groups) {
        if (this.#interrupted) break;
        this.#lastGroup = group === departure.groups.at(-1);
        transports.push(...(await this.#group(group, engine.engine)));
        if (this.#failure !== undefined) break;
      }
    } catch (error) {
      if (error !== STOPPED) this.#failure ??= asError(error);
      this.#preparing.abort();
    } finally {
      await this.#place?.close();
    }
    return this.#document(transports);
  }

  /** While the place is opened. With a key other code is called, which nobody has rehearsed then. */
  #rehearse(engine: 'portable' | 'linux'): void {
    const { key, reports } = this.#options;
    if (key !== null) return;
    rehearseAhead(rehearsable({ spec: this.#spec, engine, epoch: this.#epoch, reports }));
  }

  #opened(): Promise<OpenPlace> {
    return placeUnless(this.#preparing.signal, () => openPlace(this.#spec, this.#options.lab));
  }

  /** Transports that run at the same time. */
  async #group(plans: readonly TransportPlan[], engine: 'portable' | 'linux'): Promise<TransportResult[]> {
    const { key, version, reports, lab, untilShown } = this.#options;
    const runs = plans.map((plan) => {
      const run = new TransportRun({
        spec: this.#spec,
        plan,
        place: this.#place!,
        epoch: this.#epoch,
        clock: this.#clock,
        engine,
        tool: version,
        guest: this.#guest,
        key,
        reports,
        warnings: this.#announced!.warningsOf(plan.transport),
        emit: (event) => this.#events.push(event),
        notice: (text) => this.#options.onNotice?.(text),
        concert: this.#options.concert,
      });
      run.onProgress = this.#options.onProgress;
      return run;
    });
    this.#running = runs;
    let asBefore = (): void => {};
    try {
      const { signal } = this.#preparing;
      await unlessStopped(Promise.all(runs.map((run) => run.prepare(signal))), signal);
      const granted = this.#announced!.granted(runs);
      if (granted !== undefined) this.#events.push(granted);
      if (untilShown !== undefined && !hasRoom(plans)) await unlessStopped(untilShown, signal);
      // Only now: threads are born with the policy of the one that makes them.
      asBefore = await waitForTurn();
      const at = await unlessStopped(this.#startAt(runs), signal);
      // Whoever lost its server while it prepared would send to nobody.
      const lost = runs.find(({ failure }) => failure !== undefined)?.failure;
      if (lost !== undefined) throw lost;
      this.#measuredFrom = at + plans[0]!.warmup;
      for (const run of runs) {
        lab?.markRunStart(run.plan.transport, this.#epoch + BigInt(Math.round(at + run.plan.warmup)));
        run.begin(at);
      }
      return await this.#outcomes(runs);
    } finally {
      asBefore();
      await Promise.all(runs.map((run) => run.close()));
    }
  }

  /** Together with the other runs, where there are some. */
  async #startAt(runs: readonly TransportRun[]): Promise<number> {
    const { concert } = this.#options;
    if (concert === undefined) return this.#clock() + START_LEAD;
    const { effective } = this.#announced!;
    const plans = runs.map(({ plan }) => plan);
    const warnings = runs.flatMap((run) => run.warnings);
    return concert.ready({ plans, effective, warnings, clock: this.#clock }, this.#preparing.signal);
  }

  async #outcomes(runs: readonly TransportRun[]): Promise<TransportResult[]> {
    const { lab } = this.#options;
    const resolution = clockResolution();
    const results = await Promise.all(
      runs.map(async (run) => {
        const outcome = await run.outcome();
        this.#announced!.served(run.plan.transport, outcome.ledger?.sockets ?? null);
        const link =
          lab === undefined
            ? linkOf(outcome.ledger)
            : await lab.report(run.plan.transport, run.token).catch(() => null);
        return run.result(outcome, { clockResolution: resolution, link, epoch: this.#epoch });
      }),
    );
    for (const run of runs) {
      this.#failure ??= run.failure;
      if (run.silence !== undefined) this.#silences.set(run.plan.transport, run.silence);
    }
    return results.filter((result) => result !== null);
  }

  #document(measured: TransportResult[]): RunResult {
    const { version, command, lab } = this.#options;
    const { transports, failure } = besides(measured, this.#silences);
    const said = this.#failure ?? failure;
    const patience = this.#spec.lossThreshold;
    return documentOf({
      version,
      command,
      startedAt: this.#startedAt,
      spec: this.#spec,
      effective: this.#announced?.effective ?? null,
      transports,
      interrupted: this.#interrupted,
      failure: lab === undefined || said === undefined ? said : behindLink(said, lab.impairment, patience),
    });
  }
}

/** Of a TCP connection that asks for none. */
const usualCongestion = (lab: LabClient | undefined): string | null =>
  lab?.congestionControl ?? congestionUsual();
