/** What a session tells while it goes on: its client once a second and more, the server's screen once a second. */
import type { ServerSessionFigures, ServerSessionInfo } from '../../../result/events/server-events.ts';
import type { ClientTold } from '../../../wire/control.ts';
import { type Fault, within } from '../../listening/boundary.ts';
import type { FlowCounts, GoodputTold, SessionFlows } from '../flows/flow-engine.ts';
import { Figures, heard } from './figures.ts';
import type { SessionSetup } from './setup.ts';

const REPORT_MS = 1000;
/** A client whose screen shows what comes up is told more often, where enough has come to be worth it. */
const TELL_MS = 250;
const WORTH_TELLING = 64 * 1024;

export class SessionReports {
  readonly #setup: SessionSetup;
  readonly #info: ServerSessionInfo;
  readonly #flows: SessionFlows;
  readonly #figures: Figures;
  readonly #timers: NodeJS.Timeout[];
  #toldBytes = 0;
  #told: ClientTold | null = null;
  #startedAt: number | null = null;

  /** @param looked gets the counts of each second */
  constructor(
    setup: SessionSetup,
    info: ServerSessionInfo,
    flows: SessionFlows,
    fault: Fault,
    looked: (counts: FlowCounts) => void,
  ) {
    this.#setup = setup;
    this.#info = info;
    this.#flows = flows;
    const { mode } = setup.hello;
    this.#figures = new Figures(mode === 'down');
    this.#figures.next(flows.counts(), null, performance.now());
    const each = (time: number, what: () => void): NodeJS.Timeout => setInterval(within(fault, what), time);
    this.#timers = [each(REPORT_MS, () => looked(this.#tick()))];
    if (mode === 'up' || mode === 'both') this.#timers.push(each(TELL_MS, () => this.#tellOften()));
  }

  started(): void {
    this.#startedAt = performance.now();
  }

  /** What the client has measured, for the screen. */
  hear(told: ClientTold): void {
    this.#told = told;
  }

  /** As they are now. */
  figures(): ServerSessionFigures {
    return this.#figuresOf(this.#flows.counts(), this.#flows.goodput());
  }

  end(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #tick(): FlowCounts {
    const counts = this.#flows.counts();
    const goodput = this.#tell(counts);
    const { emit, id } = this.#setup;
    emit({ event: 'session', id, figures: this.#figuresOf(counts, goodput) });
    return counts;
  }

  #figuresOf(counts: FlowCounts, goodput: GoodputTold | null): ServerSessionFigures {
    const now = performance.now();
    const { duration } = this.#info;
    const started = this.#startedAt;
    const remaining =
      duration === null || started === null ? null : Math.max(0, duration - (now - started) * 1e6);
    return { ...this.#figures.next(counts, goodput, now), ...heard(counts, this.#told), remaining };
  }

  #tellOften(): void {
    const counts = this.#flows.counts();
    if (counts.movedBytes - this.#toldBytes >= WORTH_TELLING) this.#tell(counts);
  }

  #tell({ snapshot, movedBytes }: FlowCounts): GoodputTold | null {
    this.#toldBytes = movedBytes;
    const goodput = this.#flows.goodput();
    this.#setup.control.send(goodput === null ? snapshot : { ...snapshot, goodput });
    return goodput;
  }
}
