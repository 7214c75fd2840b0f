/** A fleet's run from its spec to its result, as a stream of events: the machine of coordinator.ts on a bus, with a clock. */
import { type Clock, clockSince, runEpoch } from '../../clock.ts';
import type { SockbenchError } from '../../errors.ts';
import type { RunResult } from '../../result/document/schema.ts';
import type { RunEvent } from '../../result/events/events.ts';
import type { RunSpec, Target } from '../../result/spec.ts';
import { asError } from '../../run/client/document.ts';
import { EventQueue } from '../../run/client/queue.ts';
import type { ClockWord } from '../../wire/control.ts';
import { freshId } from '../agent/station.ts';
import type { Bus } from '../bus/bus.ts';
import { Collector } from '../coordinator/collector.ts';
import { Coordinator } from '../coordinator/coordinator.ts';
import { fleetResult } from '../merge/document.ts';
import { mergeEffective } from '../merge/effective.ts';
import { Polled } from '../polled.ts';
import { Seal } from '../protocol/envelope.ts';
import { fleetClock } from '../protocol/fleet-clock.ts';
import type { Failure } from '../protocol/messages.ts';
import { subjectsOf } from '../protocol/names.ts';
import { tasksOf } from '../tasks.ts';
import { requireFleetConsent } from './consent.ts';
import { sameClock } from './same-clock.ts';
import { Sight } from './sight.ts';

export interface LeadingOptions {
  readonly fleet: string;
  readonly agents: number;
  /** ns until they must be there. */
  readonly patience: number;
  readonly key: Uint8Array | null;
  readonly version: string;
  /** The command line, for the result. */
  readonly command: readonly string[];
  /** A screen is drawn on a machine that measures. */
  readonly screen: boolean;
}

/** Where the agents are, and where they shall go. */
export interface Ground {
  readonly bus: Bus;
  /** Of this process: nobody else is on it. */
  readonly alone: boolean;
  readonly target: Target;
  /** As people write it. */
  readonly shown: string;
  /** Takes down what was started for this run. */
  close(): Promise<void>;
}

const TOLD_EVERY = 1000;
const NOWHERE: Target = { scheme: 'sockbench', host: '127.0.0.1', port: 0 };

export class Leading {
  readonly #spec: RunSpec;
  readonly #options: LeadingOptions;
  readonly #events = new EventQueue<RunEvent>();
  readonly #startedAt = new Date().toISOString();
  readonly #epoch = runEpoch();
  readonly #clock: Clock;
  readonly #clockWord: ClockWord;
  readonly #sight = new Sight();
  readonly #collector = new Collector((member, soFar) => this.#sight.take(member, soFar));
  #coordinator: Coordinator | undefined;
  #polled: Polled | undefined;
  #stops = 0;
  #announced = false;

  constructor(spec: RunSpec, options: LeadingOptions) {
    this.#spec = spec;
    this.#options = options;
    this.#clock = clockSince(this.#epoch);
    this.#clockWord = fleetClock(this.#epoch, options.fleet);
  }

  /** @param ground opened when the run starts; told where an agent's process ends @returns the last event is the result */
  start(ground: (gone: (id: string) => void) => Promise<Ground>): AsyncIterable<RunEvent> {
    void this.#run(ground)
      .catch((error: unknown) => this.#document(asError(error)))
      .then((result) => {
        this.#events.push({ event: 'result', result });
        this.#events.end();
      });
    return this.#events;
  }

  /** Ends it early: what is on its way is still awaited; a second time, not even that. */
  stop(): void {
    this.#stops++;
    this.#coordinator?.stop(this.#clock());
    this.#polled?.run();
  }

  async #run(open: (gone: (id: string) => void) => Promise<Ground>): Promise<RunResult> {
    // Before anybody is asked: a load that cannot be divided is refused here.
    tasksOf(this.#spec, NOWHERE, this.#options.agents);
    await requireFleetConsent(this.#spec);
    const ground = await open((id) => {
      this.#coordinator?.gone(id, this.#clock());
      this.#polled?.run();
    });
    try {
      await this.#lead(ground);
      return this.#document(undefined);
    } finally {
      this.#polled?.end();
      await ground.close();
    }
  }

  #lead({ bus, alone, target, shown }: Ground): Promise<void> {
    const { fleet, agents, patience, key, version } = this.#options;
    const subjects = subjectsOf(fleet);
    const coordinator = new Coordinator(
      {
        fleet,
        subjects,
        patience,
        wanted: agents,
        alone,
        target: shown,
        seal: new Seal(fleet, key),
        id: freshId(),
        tool: version,
        parts: this.#spec.transports.length,
        tasks: (count) => tasksOf(this.#spec, target, count),
        sameClock: ({ clock }) => sameClock(this.#clockWord, clock),
        measured: (member, part, data) => this.#collector.take(member, part, data),
      },
      this.#clock(),
    );
    this.#coordinator = coordinator;
    const telling = setInterval(() => this.#tell(coordinator), TOLD_EVERY);
    return new Promise<void>((resolve) => {
      this.#polled = new Polled(this.#clock, () => {
        const next = coordinator.poll(this.#clock());
        for (const { subject, bytes } of coordinator.take()) bus.publish(subject, bytes);
        this.#announce(coordinator);
        if (coordinator.stage === 'done') resolve();
        return next;
      });
      for (const subject of [subjects.all, subjects.coordinator])
        bus.subscribe(subject, (bytes) => {
          coordinator.message(subject, bytes, this.#clock());
          this.#polled!.run();
        });
      bus.onAway((away) => {
        coordinator.setAway(away, this.#clock());
        this.#polled!.run();
      });
      for (let stops = 0; stops < this.#stops; stops++) coordinator.stop(this.#clock());
      this.#polled.run();
    }).finally(() => clearInterval(telling));
  }

  #tell(coordinator: Coordinator): void {
    const { members, beginAt } = coordinator;
    this.#events.push({ event: 'agents', ...this.#sight.moment(members, beginAt, this.#clock()) });
  }

  /** Once all are ready: what they were granted together. */
  #announce({ stage, members }: Coordinator): void {
    if (this.#announced || (stage !== 'begin' && stage !== 'run')) return;
    this.#announced = true;
    const ready = members.flatMap(({ report }) => report.ready ?? []);
    const effective = mergeEffective(
      this.#spec,
      ready.map(({ effective: own }) => own),
    );
    if (effective === null) return;
    const { transports } = this.#spec;
    this.#events.push({
      event: 'start',
      startedAt: this.#startedAt,
      spec: this.#spec,
      effective,
      transports,
      warnings: [],
    });
  }

  #document(error: SockbenchError | undefined): RunResult {
    const { version, command, screen } = this.#options;
    const coordinator = this.#coordinator;
    const chosen = coordinator?.members.filter(({ task }) => task !== undefined) ?? [];
    const outcomes = chosen.map((member) =>
      this.#collector.outcome(member, this.#spec.clients, this.#clockWord, this.#clock()),
    );
    const failure: Failure | null = error === undefined ? (coordinator?.failure ?? null) : failureFrom(error);
    const outcome = {
      spec: this.#spec,
      version,
      command,
      screen,
      failure,
      startedAt: this.#startedAt,
      perFlow: this.#spec.perFlow,
      interrupted: this.#stops > 0 && coordinator?.interrupted !== false,
      agents: outcomes,
    };
    try {
      return fleetResult(outcome);
    } catch (mistake) {
      // What was measured is not told where it does not add up: it would be no figure of ours.
      return fleetResult({ ...outcome, agents: [], failure: failureFrom(asError(mistake)) });
    }
  }
}

const failureFrom = ({ code, operation, details }: SockbenchError): Failure => ({
  code,
  operation,
  details: { ...details } as Failure['details'],
});
