/** What a run sees of the other end and of its own link beside its generators: what silences may come from. */
import type { Clock } from '../../clock.ts';
import type { Span } from '../../measure/outages/outages.ts';
import { Spans } from '../../measure/outages/spans.ts';
import { ProcessorWatch, type Taken } from '../processor-time.ts';
import { QueueWatch } from '../queue-drops.ts';
import type { TransportPlan } from './plan/effective.ts';
import { LinkWatch } from './plan/link-watch.ts';

/** A server speaks each second: later than this (ns), something is wrong. */
const SPEAKS = 1.25e9;
const LOOK_MS = 500;

/** Times in ns since the run's epoch. */
export interface Testimony {
  /** When the server ended the connection by itself; null: it did not. */
  readonly peerEndedAt: number | null;
  readonly linkDown: readonly Span[];
  /** Packets that this machine's own queues dropped in the measured part; null where the system does not tell. */
  readonly queueDrops: number | null;
  /** Where these queues tell of themselves: with what they dropped in the warm-up. */
  readonly queues?: { readonly inAll: number };
  /** Processor time that was taken from this process. */
  readonly processorTaken: Taken;
}

export class Witness {
  readonly #clock: Clock;
  readonly #linkDown = new Spans();
  #heardAt: number;
  #endedAt: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  readonly #queues = new QueueWatch();
  readonly #processors = new ProcessorWatch();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#heardAt = clock();
  }

  /** Queues tell more of themselves where the kernel can be asked. That they drop is how TCP finds its rate: no matter there. */
  async prepare(transport: TransportPlan['transport']): Promise<void> {
    if (transport === 'tcp') return;
    const { isKernel, openKernel } = await import('../../net/linux/kernel/kernel.ts');
    const kernel = await openKernel();
    if (isKernel(kernel)) this.#queues.kernel = kernel;
  }

  /** The server speaks. */
  heard(): void {
    this.#heardAt = this.#clock();
  }

  /** The connection is gone: in silence, or because its other end went. */
  lost(): void {
    const now = this.#clock();
    if (now - this.#heardAt < 2 * SPEAKS) this.#endedAt = now;
  }

  /**
   * @param mode where nothing comes back to the generators, a silent server is the sign
   * @param local address; undefined: none @param measuredIn ns until the measured part
   */
  watch(mode: TransportPlan['mode'], local: string | undefined, measuredIn: number): void {
    this.#queues.beginIn(measuredIn, local);
    this.#processors.begin();
    if (local === undefined || (mode !== 'up' && mode !== 'both')) return;
    const link = new LinkWatch(local);
    this.#heardAt = this.#clock();
    this.#timer = setInterval(() => {
      const now = this.#clock();
      if (now - this.#heardAt > SPEAKS && link.isDown) this.#linkDown.add(now);
    }, LOOK_MS);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#queues.end();
  }

  data(): Testimony {
    return {
      peerEndedAt: this.#endedAt,
      linkDown: this.#linkDown.data(),
      queueDrops: this.#queues.dropped,
      ...this.#queues.told,
      processorTaken: this.#processors.taken,
    };
  }
}
