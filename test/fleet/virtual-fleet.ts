/** A fleet in virtual time: coordinator and agents as they are, on a bus that does what it is told, with clocks that differ. */
import { randomBytes } from 'node:crypto';
import { Agent } from '../../src/fleet/agent/agent.ts';
import type { Bus } from '../../src/fleet/bus/bus.ts';
import { Seal } from '../../src/fleet/protocol/envelope.ts';
import type { Failure, Granted, Task } from '../../src/fleet/protocol/messages.ts';
import { subjectsOf } from '../../src/fleet/protocol/names.ts';
import { planTransport } from '../../src/run/client/plan/effective.ts';
import { MS, Poller, SECOND, type SomeClock, type Timeline } from './virtual-time.ts';

export const HOST = { os: 'test', kernel: '0', cpu: 'none', cores: 2, memoryBytes: 1, runtime: 'node' };

export interface AgentPlan {
  readonly name: string;
  readonly clock?: SomeClock;
  readonly tool?: string;
  /** ns that preparing takes. */
  readonly prepares?: number;
  /** Why its run cannot begin. */
  readonly fails?: Failure;
  readonly refuses?: Failure;
  /** What is granted to it, where that is not what was asked for. */
  readonly grants?: Partial<Granted>;
  /** Measured parts, by group: what each hands over. */
  readonly parts: readonly string[];
  /** What it says each second, by second. */
  readonly moments?: (second: number) => string;
  readonly key?: Uint8Array;
}

/** A virtual agent: its machine, and a run that takes as long as it is asked to. */
export class VirtualAgent {
  readonly agent: Agent;
  readonly id = randomBytes(16).toString('hex');
  readonly #time: Timeline;
  readonly #plan: AgentPlan;
  readonly #bus: Bus;
  readonly #poller: Poller;
  readonly log: { act: string; at: number }[] = [];
  #task: Task | undefined;
  #run = 0;
  #group = 0;
  #armedAt = Number.NaN;
  #begun = false;
  dead = false;

  constructor(time: Timeline, bus: Bus, fleet: string, plan: AgentPlan) {
    this.#time = time;
    this.#plan = plan;
    this.#bus = bus;
    const subjects = subjectsOf(fleet);
    this.agent = new Agent({
      name: plan.name,
      tool: plan.tool ?? '1.0.0',
      host: HOST,
      clock: { same: null, epoch: '0', wall: '0', error: null },
      id: this.id,
      subjects,
      seal: new Seal(fleet, plan.key ?? null),
      refusal: () => plan.refuses,
      ticket: () => randomBytes(16).toString('hex'),
    });
    this.#poller = new Poller(time, () => {
      const next = this.agent.poll(this.local);
      this.#act();
      // Not before it, whatever is rounded on the way.
      return Math.floor(this.#global(next)) + 1;
    });
    for (const subject of [subjects.all, subjects.agent(this.id)])
      bus.subscribe(subject, (bytes) => {
        if (this.dead) return;
        this.agent.message(subject, bytes, this.local);
        this.#poller.run();
      });
  }

  get local(): number {
    const { offset, drift } = this.#plan.clock ?? { offset: 0, drift: 0 };
    return this.#time.now * (1 + drift) + offset;
  }

  #global(local: number): number {
    const { offset, drift } = this.#plan.clock ?? { offset: 0, drift: 0 };
    return (local - offset) / (1 + drift);
  }

  /** As if its process was killed. */
  kill(): void {
    this.dead = true;
  }

  #later(delay: number, act: () => void): void {
    const run = this.#run;
    this.#time.later(delay, () => {
      if (this.dead || run !== this.#run) return;
      act();
      this.#poller.run();
    });
  }

  #act(): void {
    for (const act of this.dead ? [] : this.agent.take()) {
      if (act.act === 'say') {
        this.#bus.publish(act.subject, act.bytes);
        continue;
      }
      this.log.push({ act: act.act, at: this.#time.now });
      if (act.act === 'prepare') this.#prepare(act.task);
      else if (act.act === 'begin') this.#begin(act.at);
      else if (act.act === 'stop') this.#end(act.hurry ? 0 : 200 * MS, null);
      else this.#run++;
    }
  }

  #prepare(task: Task): void {
    this.#task = task;
    this.#group = 0;
    this.#later(this.#plan.prepares ?? 300 * MS, () => this.#prepared());
  }

  #prepared(): void {
    if (this.#plan.fails !== undefined) {
      this.agent.over(this.#plan.fails, this.local);
      return;
    }
    const { spec } = this.#task!;
    const transport = spec.transports[this.#group]!;
    const { mode, clients, rate, size, duration, warmup } = planTransport(spec, transport);
    const granted = { transport, mode, clients, rate, size, duration, warmup, ...this.#plan.grants };
    const effective = {
      ...spec,
      bitrate: null,
      rate: { [transport]: rate },
      size: { [transport]: size },
      warmup,
      together: false,
      engine: 'memory' as const,
      engineReason: '',
      limited: [],
      serverAddress: null,
    };
    this.#begun = false;
    this.#armedAt = Number.NaN;
    this.agent.prepared(this.#group, { granted: [granted], effective, warnings: [] }, this.local);
  }

  #begin(at: number): void {
    this.#armedAt = at;
    this.#later(Math.max(0, this.#global(at) - this.#time.now), () => {
      if (this.#begun || at !== this.#armedAt) return;
      this.#begun = true;
      this.log.push({ act: 'began', at: this.#time.now });
      this.agent.begun(this.local, this.local);
      this.#measure();
    });
  }

  #measure(): void {
    const { duration } = this.#task!.spec;
    const { moments } = this.#plan;
    const group = this.#group;
    for (let second = 1; moments !== undefined && second * SECOND <= duration!; second++)
      this.#later(second * SECOND, () => this.agent.moment(moments(second), this.local));
    this.#later(duration! + 100 * MS, () => {
      if (group === this.#group) this.#end(0, null);
    });
  }

  #end(delay: number, failure: Failure | null): void {
    const group = this.#group;
    this.#later(delay, () => {
      if (group !== this.#group || this.agent.state === 'over') return;
      const part = this.#begun ? this.#plan.parts[group] : undefined;
      if (part !== undefined) this.agent.part(part, this.local);
      this.#group++;
      const more = delay === 0 && part !== undefined && this.#group < this.#task!.spec.transports.length;
      if (more) this.#later(50 * MS, () => this.#prepared());
      else this.agent.over(failure, this.local);
    });
  }
}
