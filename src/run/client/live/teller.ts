/** Tells a screen, whoever draws it, by way of the report ring. */
import { Packer } from '../threads/packing.ts';
import { type Lane, ReportWriter } from '../threads/report-ring.ts';

export class Teller<Told> {
  readonly #packer = new Packer();
  readonly #pack: (told: Told, into: Packer) => void;
  readonly #writer: ReportWriter;

  constructor(lane: Lane, pack: (told: Told, into: Packer) => void) {
    this.#writer = new ReportWriter(lane);
    this.#pack = pack;
  }

  /** @returns false where it finds no room: then nobody sees it */
  tell(told: Told): boolean {
    this.#packer.clear();
    this.#pack(told, this.#packer);
    return this.#writer.write(this.#packer.packed);
  }
}
