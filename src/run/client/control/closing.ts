/** The end of one transport's run: both sides have sent everything, what is on its way arrives, the server's ledger comes. */
import type { SockbenchError } from '../../../errors.ts';
import type { Warning } from '../../../result/document/schema.ts';
import { SILENCE } from '../../../session/control-client.ts';
import { type Ended, MOST_SETTLED, type ServerLedger } from '../../../wire/control.ts';
import { settledNumbers } from '../assemble/settled.ts';
import { warning } from '../assemble/warnings.ts';
import { Deadline } from '../deadline.ts';
import { hasSmaller } from '../generator/small-ones.ts';
import { patienceOf, type TransportPlan } from '../plan/effective.ts';
import type { Stopping } from '../stopping.ts';
import type { Finished, GeneratorPool } from '../threads/pool.ts';
import type { Control } from './control.ts';
import { SilenceWatch } from './silence.ts';

const LOOK_MS = 50;
/** A server tells what it counted at once. */
const LATE_MS = 1000;

export interface ClosingOptions {
  readonly plan: TransportPlan;
  readonly workers: number;
  readonly pool: GeneratorPool;
  /** undefined: a plain echo target. */
  readonly control: Control | undefined;
  readonly stopping: Stopping;
  /** ns until the measured part ends by plan. */
  readonly untilEnd: () => number;
}

export class Closing {
  readonly #options: ClosingOptions;
  #silence: SilenceWatch | undefined;
  #overdue: Deadline | undefined;
  #stopped: number | undefined;
  /** Why it ended before its time. */
  failure: SockbenchError | undefined;
  readonly warnings: Warning[] = [];

  constructor(options: ClosingOptions) {
    this.#options = options;
  }

  /** Somebody stopped it, so many ns after its measured part began. */
  stopped(after: number): void {
    this.#stopped ??= Math.max(0, after);
  }

  /** A stream down fell silent. */
  get silent(): boolean {
    return this.#silence?.broken === true;
  }

  /** One-way: everything sent on both sides, then the server's ledger, then the rest of what is on its way down. */
  async streams(): Promise<ServerLedger | null> {
    const { plan, pool, control, stopping, workers } = this.#options;
    const ended = Promise.race([pool.finished, this.#controlLost()]);
    if (plan.mode !== 'down') {
      await Promise.race([pool.sentAll, ended]);
      await this.#arrived();
    }
    if (plan.mode !== 'up') {
      this.#silence = new SilenceWatch(plan, () => pool.counts.moved);
      this.#overdue = new Deadline(this.#untilOverdue);
      const enough = [stopping.told, ended, this.#silence.tooLong, this.#overdue.passed];
      await Promise.race([control!.done, ...enough]);
      this.end();
    }
    if (this.#nothingCame && !stopping.halted && !stopping.cutShort)
      await Promise.race([pool.askSmall(), ended, stopping.hurry]);
    const ledger = await this.#ledger(plan.mode === 'down' ? {} : { sent: pool.counts.sent });
    const sent = plan.mode === 'up' ? [] : (ledger?.sent ?? []);
    pool.tellEach((worker) => ({
      type: 'expect',
      sent: sent.filter((_, flow) => flow % workers === worker),
    }));
    if (ledger === null || stopping.cutShort) pool.tell({ type: 'stop' });
    return ledger;
  }

  /** In some direction, of what was sent there, though something smaller may pass: as far as both ends know now. */
  get #nothingCame(): boolean {
    const { plan, pool, control } = this.#options;
    const { sent, received } = pool.counts;
    const there = control?.snapshot;
    if (!hasSmaller(plan)) return false;
    const up = plan.mode !== 'down' && sent > 0 && (there?.received ?? 0) === 0;
    const down = plan.mode !== 'up' && received === 0 && (there?.sent ?? 0) > 0;
    return up || down;
  }

  /** Echo: the server's ledger, after this end's has been closed. */
  answered(finished: readonly Finished[]): Promise<ServerLedger | null> {
    const settled = settledNumbers(finished, this.#options.workers);
    return this.#ledger(settled === undefined || settled.length > MOST_SETTLED ? {} : { settled });
  }

  /** ms until a server must have sent its stream: from then on its ledger is asked for as it is. */
  get #untilOverdue(): number {
    const { plan, untilEnd } = this.#options;
    return (untilEnd() + patienceOf(plan) + SILENCE) / 1e6;
  }

  #controlLost(): Promise<void> {
    return new Promise((resolve) => {
      const control = this.#options.control!;
      const before = control.onLost;
      control.onLost = (error) => {
        before?.(error);
        resolve();
      };
      if (this.failure !== undefined) resolve();
    });
  }

  /** The server speaks once a second: wait until it has everything, at most for its patience. TCP loses nothing. */
  async #arrived(): Promise<void> {
    const { plan, control, stopping, pool } = this.#options;
    if (plan.transport === 'tcp') return;
    const until = performance.now() + patienceOf(plan) / 1e6;
    while (performance.now() < until && this.failure === undefined && !stopping.cutShort) {
      const { sent } = pool.counts;
      if (sent === 0 || (control?.snapshot?.received ?? -1) >= sent) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  async #ledger(ended: Ended): Promise<ServerLedger | null> {
    const { control, stopping } = this.#options;
    if (control === undefined || this.failure !== undefined) return null;
    const stopped = this.#stopped === undefined ? {} : { stopped: this.#stopped };
    const asked = performance.now();
    try {
      const told = control.close({ ...stopped, ...ended });
      const ledger = await Promise.race([told, stopping.hurry.then(() => null)]);
      this.#sayHowLate(ledger, performance.now() - asked);
      return ledger;
    } catch (error) {
      this.failure = error as SockbenchError;
      return null;
    }
  }

  /** A control connection may wait behind what is measured. @param waited ms */
  #sayHowLate(ledger: ServerLedger | null, waited: number): void {
    const { plan } = this.#options;
    const usual = plan.transport === 'udp' ? patienceOf(plan) / 1e6 : 0;
    const seconds = Number((waited / 1e3).toPrecision(2));
    if (ledger === null) this.warnings.push(warning('counts-missing'));
    else if (waited >= usual + LATE_MS) this.warnings.push(warning('counts-late', { seconds }));
  }

  /** Nothing is waited for any more. */
  end(): void {
    this.#silence?.end();
    this.#overdue?.end();
  }
}
