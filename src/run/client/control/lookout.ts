/** Looks, while nothing comes, whether this machine's own link is down, and what the network says of what was sent. */
import type { Port } from '../../../net/port.ts';
import type { SilenceLog } from '../../../session/silence-log.ts';
import type { TransportPlan } from '../plan/effective.ts';
import { LinkWatch } from '../plan/link-watch.ts';

/** ns without an arrival, or since a send found no way. */
const SILENT = 200e6;
/** A few are told what the others would be. */
const MOST_FLOWS = 64;

export class Lookout {
  readonly #silence: SilenceLog;
  readonly #link: LinkWatch | null;
  readonly #port: Port;
  readonly #flows: number;

  constructor(silence: SilenceLog, port: Port, { mode, clients }: TransportPlan) {
    this.#silence = silence;
    this.#port = port;
    this.#flows = mode === 'connect' ? 0 : Math.min(clients, MOST_FLOWS);
    // Where each probe is a connection, there is no flow that has an address.
    this.#link = mode === 'connect' ? null : new LinkWatch(port.local(0).address);
  }

  /** @param now ns since the epoch */
  look(now: number): void {
    const rejected = this.#rejected();
    if (!(this.#silence.silentFor(now) > SILENT || this.#silence.astrayFor(now) < SILENT)) return;
    if (rejected) this.#silence.rejected(now);
    if (this.#link !== null) this.#silence.linkSeen(this.#link.isDown, now);
  }

  /** What a socket keeps of earlier sends came by ICMP, and has the errno that an own route would have. */
  #rejected(): boolean {
    let found = false;
    for (let flow = 0; flow < this.#flows; flow++) found = this.#port.error(flow) !== 0 || found;
    return found;
  }
}
