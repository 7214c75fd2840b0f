/** Looks, while nothing comes, whether this machine's own link is down. */
import type { Port } from '../../net/port.ts';
import type { SilenceLog } from '../../session/silence-log.ts';
import type { TransportPlan } from './effective.ts';
import { LinkWatch } from './link-watch.ts';

/** ns without an arrival. */
const SILENT = 200e6;

export class Lookout {
  readonly #silence: SilenceLog;
  readonly #link: LinkWatch | null;

  constructor(silence: SilenceLog, port: Port, { mode }: TransportPlan) {
    this.#silence = silence;
    // Where each probe is a connection, there is no flow that has an address.
    this.#link = mode === 'connect' ? null : new LinkWatch(port.local(0).address);
  }

  /** @param now ns since the epoch */
  look(now: number): void {
    if (this.#silence.silentFor(now) > SILENT && this.#link?.isDown === true) this.#silence.linkIsDown(now);
  }
}
