/**
 * Whether this machine's own link is up: an interface that is down, or has no carrier, is not among those that Node lists.
 * A look costs a tenth of a millisecond, so it is taken only where nothing comes.
 */
import { networkInterfaces } from 'node:os';

export class LinkWatch {
  readonly #address: string;
  /** Told of at all: an address that was never listed says nothing by its absence. */
  readonly #known: boolean;

  /** @param local an address of this machine that the run sends from */
  constructor(local: string) {
    this.#address = local.split('%')[0]!.toLowerCase();
    this.#known = this.#listed;
  }

  get #listed(): boolean {
    return Object.values(networkInterfaces()).some((addresses) =>
      addresses?.some(({ address }) => address.toLowerCase() === this.#address),
    );
  }

  /** It was there, and is not now. */
  get isDown(): boolean {
    return this.#known && !this.#listed;
  }
}
