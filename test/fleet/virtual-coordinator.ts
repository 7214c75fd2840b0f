/** A coordinator in virtual time. */
import { randomBytes } from 'node:crypto';
import type { Bus } from '../../src/fleet/bus/bus.ts';
import { Coordinator, type CoordinatorOptions } from '../../src/fleet/coordinator/coordinator.ts';
import { Seal } from '../../src/fleet/protocol/envelope.ts';
import type { Task } from '../../src/fleet/protocol/messages.ts';
import { subjectsOf } from '../../src/fleet/protocol/names.ts';
import { specOf } from '../../src/library/spec.ts';
import { Poller, SECOND, type Timeline } from './virtual-time.ts';

export interface Heard {
  readonly agent: string;
  readonly part: number | null;
  readonly data: string;
  readonly at: number;
}

export class VirtualCoordinator {
  readonly machine: Coordinator;
  readonly heard: Heard[] = [];
  dead = false;
  readonly #time: Timeline;
  readonly #bus: Bus;
  readonly #poller: Poller;

  constructor(
    time: Timeline,
    bus: Bus,
    options: Partial<CoordinatorOptions> & { wanted: number; key?: Uint8Array },
  ) {
    this.#time = time;
    this.#bus = bus;
    const fleet = options.fleet ?? 'f';
    const subjects = subjectsOf(fleet);
    this.machine = new Coordinator(
      {
        fleet,
        subjects,
        seal: new Seal(fleet, options.key ?? null),
        id: randomBytes(16).toString('hex'),
        tool: '1.0.0',
        patience: 20 * SECOND,
        target: '10.0.0.1:5000',
        parts: 2,
        tasks: (agents) => tasksFor(agents),
        sameClock: () => null,
        measured: ({ name }, part, data) => this.heard.push({ agent: name, part, data, at: time.now }),
        ...options,
      },
      time.now,
    );
    this.#poller = new Poller(time, () => {
      if (this.dead) return Number.POSITIVE_INFINITY;
      const next = this.machine.poll(time.now);
      this.#say();
      return next;
    });
    for (const subject of [subjects.all, subjects.coordinator])
      bus.subscribe(subject, (bytes) => {
        if (this.dead) return;
        this.machine.message(subject, bytes, time.now);
        this.#poller.run();
      });
    bus.onAway((away) => {
      this.machine.setAway(away, time.now);
      this.#poller.run();
    });
    this.#poller.run();
  }

  stop(): void {
    this.machine.stop(this.#time.now);
    this.#poller.run();
  }

  #say(): void {
    for (const { subject, bytes } of this.machine.take()) this.#bus.publish(subject, bytes);
  }

  get done(): boolean {
    return this.machine.stage === 'done';
  }

  parts(agent: string): string[] {
    return this.heard.filter((one) => one.agent === agent && one.part !== null).map(({ data }) => data);
  }
}

export const tasksFor = (
  agents: number,
  transports: ('tcp' | 'udp')[] = ['udp'],
  duration = 3 * SECOND,
): Task[] =>
  Array.from({ length: agents }, (_, before) => ({
    spec: { ...specOf({ transports, duration, warmup: 0, rate: 10, together: false, seed: 1 }) },
    before,
    all: agents,
  }));
