/** Looks for the causes of a silence while it lasts, and once a second in calm times: the own link, segments sent again. */
import { type ChangeData, Changes } from '../../measure/changes.ts';
import type { SilenceLog } from '../../session/silence-log.ts';
import { LinkWatch } from './link-watch.ts';

/** ns without an arrival from which on it looks each time; and looks that are left out else. */
const SILENT = 200e6;
const CALM = 4;

export class Lookout {
  readonly #silence: SilenceLog;
  readonly #link: LinkWatch | null;
  readonly #retransmits: () => number | null;
  readonly #resent = new Changes();
  #asked = 0;

  /** @param local address of a flow; null: it has none @param retransmits of this end so far; null: not told */
  constructor(silence: SilenceLog, local: string | null, retransmits: () => number | null) {
    this.#silence = silence;
    this.#link = local === null ? null : new LinkWatch(local);
    this.#retransmits = retransmits;
  }

  /** Four times a second. @param now ns since the epoch */
  look(now: number): void {
    const silent = this.#silence.silentFor(now) > SILENT;
    if (silent && this.#link?.isDown === true) this.#silence.linkIsDown(now);
    if (silent || this.#asked++ % CALM === 0) this.#resent.look(now, this.#retransmits());
  }

  get resent(): ChangeData {
    return this.#resent.data();
  }
}
