/**
 * The event-driven driver: runs an engine on a port that notifies (portable).
 *
 * It sleeps in timers while the next probe is far and spins on the event loop when it is near, because timers have
 * steps of a millisecond. Spinning is not work: `worked` counts only turns in which something was moved.
 */
import type { Clock } from '../../clock.ts';
import type { Port } from '../../net/port.ts';
import type { Engine } from '../../session/engine.ts';
import { MILLISECOND, type Nanos } from '../../units.ts';
import { Batch } from '../../wire/batch.ts';
import { type Driver, StallWatch } from './driver.ts';

/** Closer than this, a timer could come too late. */
const NEAR = 2.5 * MILLISECOND;
/** Turns without returning to the event loop, so that sockets, timers and messages get their share. */
const MOST_TURNS = 16;
const LONGEST_SLEEP = 1000 * MILLISECOND;

export class EventDriver implements Driver {
  readonly #port: Port;
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #stampAt: number;
  readonly #received: Batch;
  readonly #out: Batch;
  readonly #fault: ((error: unknown) => void) | undefined;
  #deadline = 0 as Nanos;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;
  #immediate: NodeJS.Immediate | undefined;
  #running = false;
  readonly #stalls: StallWatch;
  #moved = 0;
  readonly #onTimer = (): void => {
    this.#timer = undefined;
    this.wake();
  };
  readonly #onImmediate = (): void => {
    this.#immediate = undefined;
    this.wake();
  };
  /** Time spent moving probes, in ns: for the share of time that the generator worked. */
  worked = 0;
  looked: (() => void) | undefined;

  /**
   * @param stampAt where the port writes the time of sending into each header (see Batch)
   * @param fault told what the engine or the port threw, which ends the driver; undefined: it is thrown on
   */
  constructor(
    port: Port,
    engine: Engine,
    clock: Clock,
    stampAt: number,
    fault?: (error: unknown) => void,
    capacity = 256,
  ) {
    this.#fault = fault;
    this.#port = port;
    this.#engine = engine;
    this.#clock = clock;
    this.#stampAt = stampAt;
    this.#stalls = new StallWatch(engine, MILLISECOND);
    this.#received = new Batch(capacity);
    this.#out = new Batch(capacity);
    port.onReady(() => this.wake());
  }

  /** Begins; `stop` ends it. */
  start(): void {
    this.#running = true;
    this.wake();
  }

  /** Nothing of it takes long. */
  prepare(): void {}

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }

  /** One look at everything: what arrived, what is due. Called when the port is ready, a timer ends, or state changed. */
  wake(): void {
    if (!this.#running) return;
    try {
      this.#look();
    } catch (error) {
      if (this.#fault === undefined) throw error;
      this.stop();
      this.#fault(error);
    }
  }

  #look(): void {
    let now = this.#clock();
    this.#stalls.awake(now);
    let moved = true;
    for (let turn = 0; moved && turn < MOST_TURNS; turn++) {
      moved = this.#turn(now);
      const after = this.#clock();
      if (moved) this.worked += after - now;
      this.#stalls.turned(now, after, this.#moved);
      now = after;
    }
    // An engine may have ended the run in its turn.
    if (this.#running) this.looked?.();
    if (this.#running) this.#sleepUntil(moved ? now : this.#deadline, now);
  }

  /** @returns whether anything moved. */
  #turn(now: Nanos): boolean {
    const received = this.#received;
    const out = this.#out;
    received.clear();
    this.#port.receive(received);
    if (received.count > 0 || received.streamed > 0) this.#engine.ingest(received, now);
    for (const end of this.#port.ended()) this.#engine.flowEnded(end.flow, end.errno, now);
    out.clear();
    out.stampAt = this.#stampAt;
    this.#deadline = this.#engine.poll(now, out);
    if (out.count > 0) {
      this.#port.send(out);
      this.#engine.sent(out);
    }
    this.#moved = received.count + received.streamed + out.count;
    return this.#moved > 0;
  }

  #sleepUntil(deadline: number, now: number): void {
    this.#stalls.expected = now;
    if (deadline - now < NEAR) {
      this.#immediate ??= setImmediate(this.#onImmediate);
      return;
    }
    const at = Math.min(deadline - MILLISECOND, now + LONGEST_SLEEP);
    this.#stalls.expected = at;
    // A timer that rings early enough may stay: setting one anew for each packet would cost more than the packet.
    if (this.#timer !== undefined && this.#timerAt <= at) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(this.#onTimer, Math.floor((at - now) / MILLISECOND));
  }
}
