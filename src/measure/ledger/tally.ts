/** The counts of a ledger that are no rows. */
import { bump } from '../columns.ts';

export class Tally {
  sent = 0;
  received = 0;
  late = 0;
  /** Kept by a stall of this end's thread. */
  hit = 0;
  duplicates = 0;
  corrupt = 0;
  foreign = 0;
  errors = 0;
  skipped = 0;
  /** Of these, offered in vain: there was no room. */
  skippedFull = 0;
  refusedCount = 0;
  readonly #refused = new Map<string, number>();
  readonly #receivedOf: Uint32Array;
  readonly #lateOf: Uint32Array;

  constructor(flows: number) {
    this.#receivedOf = new Uint32Array(flows);
    this.#lateOf = new Uint32Array(flows);
  }

  answered(flow: number, late: boolean): void {
    if (late) {
      this.late++;
      this.#lateOf[flow]!++;
    } else {
      this.received++;
      this.#receivedOf[flow]!++;
    }
  }

  of(flow: number): { received: number; late: number } {
    return { received: this.#receivedOf[flow]!, late: this.#lateOf[flow]! };
  }

  /** @param errno its name */
  refused(errno: string): void {
    this.refusedCount++;
    bump(this.#refused, errno);
  }

  /** @param lost past the threshold without an answer, by now */
  soFar(lost: number) {
    const { sent, hit, refusedCount: refused, skipped, received, late, duplicates } = this;
    const unresolved = sent - received - late - lost;
    return { sent, hit, refused, skipped, received, late, lost, unresolved, duplicates };
  }

  /** @param open sent and unanswered, but not lost yet */
  summary(open: number) {
    const { sent, hit, received, late, duplicates, corrupt, foreign, errors, skipped, skippedFull } = this;
    const lost = sent - received - late - open;
    const refused: ReadonlyMap<string, number> = this.#refused;
    return {
      sent,
      hit,
      received,
      late,
      lost,
      open,
      skipped,
      skippedFull,
      duplicates,
      corrupt,
      foreign,
      errors,
      refused,
    };
  }
}
