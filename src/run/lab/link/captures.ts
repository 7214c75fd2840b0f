/** What a lab writes while it runs: opened by the launcher, filled by the link process. */
import { pcapngHead } from '../../../link/account/pcapng.ts';
import { Capture } from '../../files/capture.ts';
import type { LabOrder } from '../orders.ts';

const NAMES = ['fates', 'pcap'] as const;
type Name = (typeof NAMES)[number];

interface Wanted {
  readonly fates?: string | undefined;
  readonly pcap?: string | undefined;
  readonly force?: boolean | undefined;
}

export class Captures {
  readonly #open: ReadonlyMap<Name, Capture>;

  /** @throws SockbenchError where one of them cannot be written */
  static async open(wanted: Wanted): Promise<Captures> {
    const open = new Map<Name, Capture>();
    const captures = new Captures(open);
    try {
      for (const name of NAMES) {
        const file = wanted[name];
        const head = name === 'pcap' ? pcapngHead() : new Uint8Array(0);
        if (file !== undefined) open.set(name, await Capture.open(file, wanted, head));
      }
      return captures;
    } catch (error) {
      captures.close();
      throw error;
    }
  }

  private constructor(open: ReadonlyMap<Name, Capture>) {
    this.#open = open;
  }

  get descriptors(): number[] {
    return Array.from(this.#open.values(), ({ fd }) => fd);
  }

  /** @param at the numbers that {@link descriptors} have in the link process */
  openAt(at: readonly number[]): Pick<LabOrder, Name> {
    const entries = Array.from(
      this.#open,
      ([name, { file }], index) => [name, { file, fd: at[index]! }] as const,
    );
    return { fates: null, pcap: null, ...Object.fromEntries(entries) };
  }

  /** The lab stands. @throws SockbenchError `file-exists` */
  async begin(): Promise<void> {
    for (const capture of this.#open.values()) await capture.begin();
  }

  close(): void {
    for (const capture of this.#open.values()) capture.close();
  }
}
