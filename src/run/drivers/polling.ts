/**
 * The polling driver: runs an engine on a port that blocks (linux). A loop of receive, ingest, poll, send, sent, wait.
 *
 * It sleeps in the port, to the nanosecond, so the event loop of its thread gets only what is left over: one turn after
 * each slice, for messages, timers and reports. A turn costs some 10 µs, and a slice is 10 ms and what it takes until
 * the next probe has left.
 */
import type { Clock } from '../../clock.ts';
import type { Port } from '../../net/port.ts';
import type { Engine } from '../../session/engine.ts';
import { MILLISECOND, type Nanos } from '../../units.ts';
import { Batch } from '../../wire/batch.ts';
import { type Driver, StallWatch } from './driver.ts';

const SLICE = 10 * MILLISECOND;
/**
 * A sleep to a deadline so near is not cut short by what arrives, where the kernel notes times of arrival: every waking
 * costs some 20 µs of a thread that must be on time. Longer, and arrivals would wait in a buffer that can fill.
 */
export const NEAR = MILLISECOND / 2;

export class PollingDriver implements Driver {
  readonly #port: Port;
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #stampAt: number;
  readonly #near: number;
  readonly #received: Batch;
  readonly #out: Batch;
  #running = false;
  #immediate: NodeJS.Immediate | undefined;
  #moved = 0;
  readonly #stalls: StallWatch;
  readonly #stamped: boolean;
  worked = 0;
  looked: (() => void) | undefined;

  /**
   * @param stampAt where the port writes the time of sending into each header (see Batch)
   * @param near see NEAR; ns
   */
  constructor(
    port: Port,
    engine: Engine,
    clock: Clock,
    stampAt: number,
    { capacity = 1024, near = NEAR }: { readonly capacity?: number; readonly near?: number } = {},
  ) {
    this.#port = port;
    this.#engine = engine;
    this.#clock = clock;
    this.#stampAt = stampAt;
    this.#near = near;
    this.#stamped = port.capabilities.timestampSource === 'kernel';
    this.#stalls = new StallWatch(engine);
    this.#received = new Batch(capacity);
    this.#out = new Batch(capacity);
  }

  start(): void {
    this.#running = true;
    this.prepare();
    this.#immediate = setImmediate(this.#slice);
  }

  /** Tables over a thousand entries take a millisecond or two. */
  prepare(): void {
    this.#port.prepare?.(this.#out, this.#received);
  }

  stop(): void {
    this.#running = false;
    clearImmediate(this.#immediate);
  }

  /** The next slice looks anyway. */
  wake(): void {}

  readonly #slice = (): void => {
    let now = this.#clock();
    this.#stalls.awake(now);
    const until = now + SLICE;
    while (this.#running) {
      const deadline = this.#turn(now);
      const after = this.#clock();
      if (this.#moved > 0) this.worked += after - now;
      this.#stalls.turned(now, after, this.#moved);
      // Just after what was due has left: before the wait, so that reports fall between two probes and not upon one.
      this.#stalls.expected = after;
      if (after >= until) break;
      const left = Math.max(0, Math.min(deadline - after, SLICE));
      // Waiting even when it is time again: that is when the port looks at its sockets.
      this.#port.wait(left, left < this.#near && this.#stamped && this.#engine.patient === true);
      now = this.#clock();
      this.#stalls.expected = after + left;
      this.#stalls.awake(now);
    }
    if (this.#running) this.looked?.();
    if (this.#running) this.#immediate = setImmediate(this.#slice);
  };

  /** @returns when the engine wants to be called again */
  #turn(now: Nanos): Nanos {
    const received = this.#received;
    const out = this.#out;
    const port = this.#port;
    const engine = this.#engine;
    port.receive(received);
    if (received.count > 0 || received.streamed > 0) engine.ingest(received, now);
    for (const end of port.ended()) engine.flowEnded(end.flow, end.errno, now);
    out.clear();
    out.stampAt = this.#stampAt;
    const deadline = engine.poll(now, out);
    if (out.count > 0) {
      port.send(out);
      engine.sent(out);
    }
    this.#moved = received.count + received.streamed + out.count;
    return deadline;
  }
}
