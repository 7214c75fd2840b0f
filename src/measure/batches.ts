/**
 * Losses by time of sending in at most 2,048 equal slots: what batch means and the independence of losses are judged by.
 * Slots double their width when a run outgrows them, so that a run of any length needs the same memory.
 */
const SLOTS = 2048;
const FIRST_WIDTH = 1e6;

export interface BatchData {
  readonly width: number;
  readonly sent: Float64Array;
  readonly received: Float64Array;
}

export class LossSlots {
  readonly #start: number;
  #width = FIRST_WIDTH;
  readonly #sent = new Float64Array(SLOTS);
  readonly #received = new Float64Array(SLOTS);

  constructor(start: number) {
    this.#start = start;
  }

  sent(at: number): void {
    let slot = this.#slot(at);
    while (slot >= SLOTS) {
      this.#widen();
      slot = this.#slot(at);
    }
    this.#sent[slot]!++;
  }

  /** A probe sent at `sentAt` was received within the threshold. */
  received(sentAt: number): void {
    this.#received[this.#slot(sentAt)]!++;
  }

  #slot(at: number): number {
    return Math.max(0, Math.floor((at - this.#start) / this.#width));
  }

  #widen(): void {
    for (const column of [this.#sent, this.#received]) halve(column);
    this.#width *= 2;
  }

  data(): BatchData {
    return { width: this.#width, sent: this.#sent.slice(), received: this.#received.slice() };
  }
}

function halve(column: Float64Array): void {
  const half = column.length / 2;
  for (let i = 0; i < half; i++) column[i] = column[2 * i]! + column[2 * i + 1]!;
  column.fill(0, half);
}

/** Sums slots of several generators, at the widest width among them. */
export function mergeBatches(parts: readonly BatchData[]): BatchData {
  const width = Math.max(FIRST_WIDTH, ...parts.map((part) => part.width));
  const sent = new Float64Array(SLOTS);
  const received = new Float64Array(SLOTS);
  for (const part of parts) {
    const own = { sent: part.sent.slice(), received: part.received.slice() };
    for (let at = part.width; at < width; at *= 2) {
      halve(own.sent);
      halve(own.received);
    }
    for (let i = 0; i < SLOTS; i++) {
      sent[i]! += own.sent[i]!;
      received[i]! += own.received[i]!;
    }
  }
  return { width, sent, received };
}
