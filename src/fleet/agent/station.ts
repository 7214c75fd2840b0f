/** An agent on its bus: the machine of agent.ts with a clock, timers, messages, and runs that measure. */
import { randomBytes } from 'node:crypto';
import { type Clock, clockSince, runEpoch } from '../../clock.ts';
import { asError } from '../../run/client/document.ts';
import { describeHost } from '../../run/client/host.ts';
import type { Bus } from '../bus/bus.ts';
import { Polled } from '../polled.ts';
import { Seal } from '../protocol/envelope.ts';
import { fleetClock } from '../protocol/fleet-clock.ts';
import type { AgentState, Failure, Task } from '../protocol/messages.ts';
import { subjectsOf } from '../protocol/names.ts';
import { DESERTED } from '../times.ts';
import type { Act } from './acts.ts';
import { admitted, asRefused } from './admission.ts';
import { Agent } from './agent.ts';
import { type Allowance, refusal } from './allowance.ts';
import { Work } from './work.ts';

export interface StationOptions {
  readonly id: string;
  readonly name: string;
  readonly fleet: string;
  readonly version: string;
  /** Signs what is said, and opens the server. */
  readonly key: Uint8Array | null;
  /** What its owner lets it do; null: all that its coordinator asks, which started it. */
  readonly allowance: Allowance | null;
  /** For whoever looks at this machine. */
  readonly onState?: (state: AgentState, failure: Failure | null) => void;
}

export const freshId = (): string => randomBytes(16).toString('hex');

export class Station {
  readonly #bus: Bus;
  readonly #options: StationOptions;
  readonly #clock: Clock;
  readonly #agent: Agent;
  readonly #polled: Polled;
  #work: Work | undefined;
  /** The one before: its end is awaited before the next one begins. */
  #leaving: Promise<void> = Promise.resolve();
  #deserted = false;
  #leftAlone = false;
  #state: AgentState = 'free';

  constructor(bus: Bus, options: StationOptions) {
    const { id, name, fleet, version, key, allowance } = options;
    this.#bus = bus;
    this.#options = options;
    const epoch = runEpoch();
    this.#clock = clockSince(epoch);
    const subjects = subjectsOf(fleet);
    this.#agent = new Agent({
      id,
      name,
      subjects,
      refusal: (task) => (allowance === null ? undefined : refusal(allowance, task)),
      tool: version,
      host: describeHost(),
      clock: fleetClock(epoch, fleet),
      seal: new Seal(fleet, key),
      ticket: freshId,
    });
    this.#polled = new Polled(this.#clock, () => this.#poll());
    for (const subject of [subjects.all, subjects.agent(id)])
      bus.subscribe(subject, (bytes) => {
        this.#agent.message(subject, bytes, this.#clock());
        this.#polled.run();
      });
  }

  #poll(): number {
    const next = this.#agent.poll(this.#clock());
    for (const act of this.#agent.take()) this.#do(act);
    this.#tell(null);
    return next;
  }

  #tell(failure: Failure | null): void {
    const { state } = this.#agent;
    if (state === this.#state && failure === null) return;
    this.#state = state;
    this.#options.onState?.(state, failure);
  }

  #do(act: Act): void {
    if (act.act === 'say') this.#bus.publish(act.subject, act.bytes);
    else if (act.act === 'prepare') void this.#prepare(act.task);
    else if (act.act === 'begin') this.#work?.begin(act.group, act.at);
    else if (act.act === 'forget') this.#forget();
    else {
      this.#deserted ||= act.deserted;
      this.#work?.stop(act.hurry);
    }
  }

  async #prepare(asked: Task): Promise<void> {
    const leaving = this.#leaving;
    let wanted = true;
    this.#cancel = () => {
      wanted = false;
    };
    await leaving;
    if (!wanted) return;
    this.#deserted = false;
    const admission = await this.#admitted(asked);
    if (!wanted) return;
    if ('code' in admission) {
      this.#agent.over(admission, this.#clock());
      this.#polled.run();
      this.#tell(admission);
      return;
    }
    this.#begin(asked, admission);
  }

  /** What it does of what was asked for; or why it does not. */
  async #admitted(asked: Task): Promise<Task | Failure> {
    const { allowance } = this.#options;
    if (allowance === null) return asked;
    try {
      return await admitted(allowance, asked);
    } catch (error) {
      const { code, operation, details } = asError(error);
      return { code, operation, details: { ...details } as Failure['details'] };
    }
  }

  #begin(asked: Task, task: Task): void {
    const { version, key } = this.#options;
    const work: Work = new Work(
      task,
      { version, key, clock: this.#clock },
      this.#events(asked, () => this.#work === work),
    );
    this.#work = work;
    this.#leaving = work.ended;
  }

  #cancel = (): void => {};

  /** @param current it is still the run that is asked for */
  #events(asked: Task, current: () => boolean) {
    const agent = this.#agent;
    const now = this.#clock;
    const then =
      <Given extends unknown[]>(act: (...given: Given) => void) =>
      (...given: Given): void => {
        if (!current()) return;
        act(...given);
        this.#polled.run();
      };
    return {
      prepared: then((group: number, ready: Parameters<Agent['prepared']>[1]) =>
        agent.prepared(group, ready, now()),
      ),
      begun: then((at: number) => agent.begun(at, now())),
      moment: then((data: string) => agent.moment(data, now())),
      part: then((data: string) => agent.part(data, now())),
      over: then((failure: Failure | null) => {
        const said = failure === null ? this.#why() : asRefused(failure, asked);
        agent.over(said, now());
        this.#tell(said);
      }),
    };
  }

  /** Why it ended early though nothing failed, where it was not the coordinator's will. */
  #why(): Failure | null {
    if (this.#leftAlone) return { code: 'agent-left', operation: 'measure', details: {} };
    if (!this.#deserted) return null;
    return { code: 'agent-deserted', operation: 'measure', details: { seconds: DESERTED / 1e9 } };
  }

  #forget(): void {
    this.#cancel();
    this.#work?.stop(true);
    this.#work = undefined;
  }

  /** Its owner ends it: its run is stopped, and what it measured handed over, as far as that is wanted within `patience` ms. */
  async leave(patience: number): Promise<void> {
    const until = performance.now() + patience;
    if (this.#work !== undefined && this.#agent.state !== 'over') {
      this.#leftAlone = true;
      this.#work.stop(true);
    }
    while (!this.#agent.delivered && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await this.close();
  }

  async close(): Promise<void> {
    this.#forget();
    this.#polled.end();
    await this.#leaving;
    await this.#bus.close();
  }
}
