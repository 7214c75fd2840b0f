/**
 * Whether this machine's own link is up: an interface that is down, or has no carrier, is not among those that Node lists.
 * A look costs a tenth of a millisecond, so it is taken only where nothing comes.
 */
import { networkInterfaces } from 'node:os';

export class LinkWatch {
  /** The interface that has the address; undefined: an address that was never listed says nothing by its absence. */
  readonly #name: string | undefined;
  readonly #list: typeof networkInterfaces;

  /** @param local an address of this machine that the run sends from */
  constructor(local: string, list = networkInterfaces) {
    const own = local.split('%')[0]!.toLowerCase();
    this.#list = list;
    this.#name = Object.entries(list()).find(([, addresses]) =>
      addresses?.some(({ address }) => address.toLowerCase() === own),
    )?.[0];
  }

  /** It was there, and is not now. One that has lost this address alone is still listed, with its others. */
  get isDown(): boolean {
    return this.#name !== undefined && this.#list()[this.#name] === undefined;
  }
}
