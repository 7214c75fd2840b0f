/** Looks, while nothing comes, whether this machine's own link is down. */
import type { SilenceLog } from '../../session/silence-log.ts';
import { LinkWatch } from './link-watch.ts';

/** ns without an arrival. */
const SILENT = 200e6;

export class Lookout {
  readonly #silence: SilenceLog;
  readonly #link: LinkWatch | null;

  /** @param local address of a flow; null: it has none */
  constructor(silence: SilenceLog, local: string | null) {
    this.#silence = silence;
    this.#link = local === null ? null : new LinkWatch(local);
  }

  /** @param now ns since the epoch */
  look(now: number): void {
    if (this.#silence.silentFor(now) > SILENT && this.#link?.isDown === true) this.#silence.linkIsDown(now);
  }
}
