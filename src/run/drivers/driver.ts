import { STALL } from '../../measure/delay/stalls.ts';
import type { Engine } from '../../session/engine.ts';
import type { Nanos } from '../../units.ts';

/** ns that moving one probe takes at most, where nobody else takes the processor. */
const MOVING = 20e3;

/** What runs an engine on a port: event-driven for ports that notify, polling for ports that block. */
export interface Driver {
  /** Flows that are opened later want it prepared for them, too. */
  start(): void;
  /** What the first packet would wait for is made now. */
  prepare(): void;
  stop(): void;
  /** Something changed that is neither an arrival nor a deadline: look again. */
  wake(): void;
  /** Time spent moving probes, spinning and sleeping excluded, ns. */
  readonly worked: number;
  /** Told each time the event loop is about to have its turn: who awaits the engine's end need not ask by a timer. */
  looked: (() => void) | undefined;
}

/** Tells an engine when its thread did not run though it should have. */
export class StallWatch {
  readonly #engine: Engine;
  readonly #grace: number;
  /** By then it wanted to be running again. */
  expected = Number.POSITIVE_INFINITY;

  /** @param grace ns by which this driver's sleeps are longer than asked for */
  constructor(engine: Engine, grace = 0) {
    this.#engine = engine;
    this.#grace = STALL + grace;
  }

  awake(now: Nanos): void {
    if (now - this.expected > this.#grace) this.#engine.stood?.(this.expected as Nanos, now);
  }

  /** @param moved how many probes the turn moved, which is work */
  turned(from: Nanos, to: Nanos, moved: number): void {
    if (to - from > STALL + moved * MOVING) this.#engine.stood?.(from, to);
  }
}
