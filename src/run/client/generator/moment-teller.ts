/** Moments of a generator as the seconds of its measured part end, and the moments of several joined. */
import type { Clock } from '../../../clock.ts';
import type { Sender } from '../../../session/sender.ts';
import type { StreamClient } from '../../../session/stream/client.ts';
import type { FromWorker } from '../threads/protocol.ts';
import { type Moment, mergeMoments, momentOf } from './moment.ts';

const SECOND = 1e9;

export class MomentTeller {
  readonly #engine: Sender | StreamClient;
  readonly #clock: Clock;
  readonly #tell: (message: FromWorker) => void;
  #second = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(engine: Sender | StreamClient, clock: Clock, tell: (message: FromWorker) => void) {
    this.#engine = engine;
    this.#clock = clock;
    this.#tell = tell;
    this.#await();
  }

  #await(): void {
    const next = this.#engine.measuredFrom + (this.#second + 1) * SECOND - this.#clock();
    this.#timer = setTimeout(() => this.#told(), Math.max(0, next / 1e6));
  }

  #told(): void {
    const now = this.#clock();
    // Seconds that a stall swallowed are told as one.
    this.#second = Math.max(this.#second + 1, Math.floor((now - this.#engine.measuredFrom) / SECOND));
    this.#tell({ type: 'moment', second: this.#second, moment: momentOf(this.#engine, now) });
    this.#await();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** Of the generators of a transport: one moment when all have told theirs. */
export class Moments {
  readonly #latest: ({ second: number; moment: Moment } | undefined)[];
  readonly #tell: (moment: Moment) => void;
  #told = 0;

  constructor(generators: number, tell: (moment: Moment) => void) {
    this.#latest = Array.from({ length: generators }, () => undefined);
    this.#tell = tell;
  }

  take(generator: number, told: { readonly second: number; readonly moment: Moment }): void {
    this.#latest[generator] = told;
    const second = Math.min(...this.#latest.map((latest) => latest?.second ?? 0));
    if (second <= this.#told) return;
    this.#told = second;
    this.#tell(mergeMoments(this.#latest.map((latest) => latest!.moment)));
  }
}
