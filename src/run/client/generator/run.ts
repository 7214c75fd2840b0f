/** One generator from its flows to its report: what a worker thread does, apart from being a thread. */
import { type Clock, clockSince } from '../../../clock.ts';
import { Histogram } from '../../../measure/histogram.ts';
import type { Port } from '../../../net/port.ts';
import { Sender } from '../../../session/sender.ts';
import type { StreamClient } from '../../../session/stream/client.ts';
import { OFFSET_TIME } from '../../../wire/header.ts';
import type { Driver } from '../../drivers/driver.ts';
import { EventDriver } from '../../drivers/event.ts';
import { PollingDriver } from '../../drivers/polling.ts';
import { TcpSince } from '../../tcp-since.ts';
import { Lookout } from '../control/lookout.ts';
import type { GeneratorSnapshot } from '../live/reported.ts';
import { StreamIntervals } from '../live/stream-intervals.ts';
import { Teller } from '../live/teller.ts';
import { pack } from '../threads/packed-report.ts';
import type { FromWorker, GeneratorSetup, ToRun } from '../threads/protocol.ts';
import { createConnectPort } from './create-port.ts';
import { Generator } from './generator.ts';
import { MomentTeller } from './moment-teller.ts';
import { macOf, portOf, type Rehearsals } from './rehearsals.ts';
import { type Finished, finishedOf } from './report.ts';
import { hasSmaller } from './small-ones.ts';
import { snapshotOf } from './snapshot.ts';

/** Flows whose TCP_INFO is read for the live screen. */
const MOST_TCP_INFO = 64;

export class GeneratorRun {
  readonly #setup: GeneratorSetup;
  readonly #tell: (message: FromWorker) => void;
  readonly #clock: Clock;
  readonly #rehearsals: Rehearsals;
  #port: Port | undefined;
  #generator: Generator | undefined;
  #engine: Sender | StreamClient | undefined;
  #driver: Driver | undefined;
  #reporting: NodeJS.Timeout | undefined;
  #showing: NodeJS.Timeout | undefined;
  #moments: MomentTeller | undefined;
  /** Whoever draws; undefined: nobody. */
  #shown: Teller<GeneratorSnapshot> | undefined;
  readonly #connects = new Histogram();
  #repeatedSyns: number | null = null;
  /** undefined where there are no connections, or the platform does not tell. */
  #tcpSince: TcpSince | undefined;
  #lookout: Lookout | undefined;
  #startedAt = 0;
  readonly #streamIntervals: StreamIntervals;
  #saidSentAll = false;
  /** Flows whose `open` was answered. */
  #opened: number | null = null;
  #askedSmall: Promise<void> | undefined;
  #ended = false;

  constructor(setup: GeneratorSetup, tell: (message: FromWorker) => void, rehearsals: Rehearsals) {
    this.#setup = setup;
    this.#streamIntervals = new StreamIntervals(setup.plan);
    this.#rehearsals = rehearsals;
    this.#tell = tell;
    this.#clock = clockSince(setup.epoch);
    if (setup.reports !== null) this.#shown = new Teller(setup.reports, pack);
  }

  /** @throws SockbenchError where a flow cannot be opened */
  async open(): Promise<void> {
    const setup = this.#setup;
    const mac = macOf(setup);
    await this.#rehearsals.over;
    this.#port =
      setup.plan.mode === 'connect'
        ? createConnectPort(this.#clock, mac, (took) => this.#connects.record(took))
        : await portOf(setup, this.#clock);
    this.#generator = new Generator(setup, this.#port, mac);
    const connected = (count: number) => this.#tell({ type: 'connected', count });
    this.#opened = await this.#generator.open(this.#clock, connected, ({ took, repeated }) => {
      this.#connects.record(took);
      if (repeated !== null) this.#repeatedSyns = (this.#repeatedSyns ?? 0) + repeated;
    });
    await this.#rehearsals.of(setup);
    this.#tell({ type: 'ready', given: this.#port.given(0) });
  }

  take(message: ToRun): void {
    // What has ended begins no more: nobody would end it again.
    if (this.#ended) return;
    if (message.type === 'start') this.#start(message.at);
    else if (message.type === 'halt') this.#engine?.halt(this.#clock());
    else if (message.type === 'expect') (this.#engine as StreamClient).expect(message.sent, this.#clock());
    else if (message.type === 'small') void this.#askSmall();
    else this.#finish();
    this.#driver?.wake();
    this.#check();
  }

  #start(at: number): void {
    const engine = this.#generator!.engine(at);
    this.#engine = engine;
    this.#startedAt = at;
    const { plan } = this.#setup;
    if (plan.transport === 'tcp' && this.#port!.capabilities.tcpInfo)
      this.#tcpSince = new TcpSince(plan.clients, (flow) => this.#port!.tcpInfo(flow));
    const from = engine.measuredFrom - this.#clock();
    this.#tcpSince?.markIn(plan.warmup === 0 ? 0 : from, { interval: plan.interval, from });
    this.#lookout = new Lookout(engine.silence, this.#port!, plan);
    const Driving = this.#port!.capabilities.blocking ? PollingDriver : EventDriver;
    this.#driver = new Driving(this.#port!, engine, this.#clock, OFFSET_TIME);
    this.#driver.looked = () => this.#check();
    this.#driver.start();
    const every = this.#setup.reportEvery / 1e6;
    this.#reporting = setInterval(() => this.#told(), every);
    if (this.#setup.moments) this.#moments = new MomentTeller(engine, this.#clock, this.#tell);
    if (this.#shown !== undefined)
      setTimeout(() => {
        if (!this.#ended) this.#showing = setInterval(() => this.#show(), every);
      }, every / 2);
  }

  #told(): void {
    this.#lookout!.look(this.#clock());
    this.#counts();
    this.#intervals();
    this.#fresh();
  }

  #fresh(): void {
    const samples = this.#engine instanceof Sender ? this.#engine.split?.takeFresh() : null;
    if (samples != null) this.#tell({ type: 'samples', samples });
  }

  /** Ends as soon as the engine has: asked whenever the driver has looked, and after each message. */
  #check(): void {
    const engine = this.#engine;
    if (engine === undefined || this.#ended) return;
    if (engine.finished) {
      this.#cameToItsEnd(engine);
      return;
    }
    const sentAll = engine instanceof Sender ? engine.draining(this.#clock()) : engine.sentAll;
    if (this.#saidSentAll || !sentAll) return;
    this.#saidSentAll = true;
    // The last counts go first: they are what the server's are compared with.
    this.#counts();
    this.#tell({ type: 'sent-all' });
  }

  #counts(): void {
    const engine = this.#engine!;
    if (engine instanceof Sender) return;
    this.#tell({ type: 'counts', ...engine.counts(), moved: engine.moved });
  }

  #show(phase?: 'over'): void {
    if (this.#shown === undefined) return;
    const now = this.#clock();
    const tcp = this.#tcpSince?.take(MOST_TCP_INFO) ?? null;
    const snapshot = snapshotOf(this.#engine!, now, { utilisation: this.#utilisation(now), tcp });
    if (this.#shown.tell(phase === undefined ? snapshot : { ...snapshot, phase })) return;
    this.#shown = undefined;
    this.#tell({ type: 'unshown' });
  }

  #intervals(): void {
    const engine = this.#engine!;
    const { duration, interval } = this.#setup.plan;
    const planned = engine.measuredFrom + duration;
    const clock = this.#clock();
    // The last answer may come a moment before the planned end: nothing more will happen in the last interval.
    const now = engine.finished && planned - clock < interval ? Math.max(clock, planned) : clock;
    if (engine instanceof Sender) {
      const probes = engine.measured.takeIntervals(now);
      if (probes.length > 0) this.#tell({ type: 'intervals', probes, stream: [], resent: this.#resent() });
      return;
    }
    const stream = this.#streamIntervals.take(engine, now, this.#tcpSince);
    if (stream.length > 0) this.#tell({ type: 'intervals', probes: [], stream, resent: this.#resent() });
  }

  #resent(): number | null {
    const infos = this.#tcpSince?.take(MOST_TCP_INFO) ?? [];
    return infos.length === 0 ? null : infos.reduce((all, { retransmits }) => all + retransmits, 0);
  }

  #utilisation(now: number): number | null {
    const elapsed = now - this.#startedAt;
    return elapsed <= 0 ? null : Math.min(1, this.#driver!.worked / elapsed);
  }

  /** Where no probe was answered, there is one more thing to ask. */
  #cameToItsEnd(engine: Sender | StreamClient): void {
    if (engine instanceof Sender && engine.unanswered) void this.#askSmall().then(() => this.#finish());
    else this.#finish();
  }

  #askSmall(): Promise<void> {
    const engine = this.#engine;
    if (!hasSmaller(this.#setup.plan) || engine === undefined) return Promise.resolve();
    const how = { clock: this.#clock, came: () => engine.openings, over: () => this.#ended };
    this.#askedSmall ??= this.#generator!.smallOnesPass(how).then((pass) =>
      this.#tell({ type: 'small', pass }),
    );
    return this.#askedSmall;
  }

  #finish(): void {
    if (this.#ended) return;
    this.#reportNoMore();
    if (this.#engine !== undefined) {
      // The last answers are often the slowest; and with one transport after the other it stands beside the next for long.
      this.#show('over');
      this.#told();
      const summary = this.#summary(this.#engine);
      this.#driver!.stop();
      this.#tell(summary);
    }
    void this.close();
  }

  #summary(engine: Sender | StreamClient): Finished {
    const now = this.#clock();
    const tcp = this.#tcpSince?.take() ?? null;
    return finishedOf(engine, this.#port!, this.#setup.plan, {
      now,
      utilisation: this.#utilisation(now),
      tcp,
      resent: tcp && this.#tcpSince!.resent(tcp),
      connects: this.#connects.data(),
      repeatedSyns: this.#repeatedSyns,
      opened: this.#opened,
    });
  }

  #reportNoMore(): void {
    this.#ended = true;
    clearInterval(this.#reporting);
    clearInterval(this.#showing);
    this.#moments?.stop();
  }

  async close(): Promise<void> {
    this.#reportNoMore();
    this.#tcpSince?.stop();
    this.#driver?.stop();
    await this.#port?.close();
  }
}
