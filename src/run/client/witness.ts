/** What a run sees of the other end and of its own link beside its generators: what silences may come from. */
import type { Clock } from '../../clock.ts';
import { type ChangeData, Changes } from '../../measure/changes.ts';
import type { Span } from '../../measure/outages.ts';
import { Spans } from '../../measure/spans.ts';
import type { ServerSnapshot } from '../../wire/control.ts';
import { LinkWatch } from './link-watch.ts';

/** A server speaks each second: later than this (ns), something is wrong. */
const SPEAKS = 1.25e9;
const LOOK_MS = 500;

/** Times in ns since the run's epoch. */
export interface Testimony {
  /** When the server ended the connection by itself; null: it did not. */
  readonly peerEndedAt: number | null;
  readonly linkDown: readonly Span[];
  readonly serverResent: ChangeData;
}

export class Witness {
  readonly #clock: Clock;
  readonly #resent = new Changes();
  readonly #linkDown = new Spans();
  #heardAt: number;
  #endedAt: number | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#heardAt = clock();
  }

  /** The server speaks, of a moment ago. */
  heard({ age, retransmits = null }: ServerSnapshot): void {
    this.#heardAt = this.#clock();
    this.#resent.look(this.#heardAt - age * 1e6, retransmits);
  }

  /** The connection is gone: in silence, or because its other end went. */
  lost(): void {
    const now = this.#clock();
    if (now - this.#heardAt < 2 * SPEAKS) this.#endedAt = now;
  }

  /** Where nothing comes back to the generators, a silent server is the sign. @param local address; undefined: none */
  watch(local: string | undefined): void {
    if (local === undefined) return;
    const link = new LinkWatch(local);
    this.#heardAt = this.#clock();
    this.#timer = setInterval(() => {
      const now = this.#clock();
      if (now - this.#heardAt > SPEAKS && link.isDown) this.#linkDown.add(now);
    }, LOOK_MS);
  }

  end(): void {
    clearInterval(this.#timer);
  }

  data(): Testimony {
    return {
      peerEndedAt: this.#endedAt,
      linkDown: this.#linkDown.data(),
      serverResent: this.#resent.data(),
    };
  }
}
