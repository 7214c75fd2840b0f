/**
 * Losses by time of sending (or by number) in at most 2,048 equal slots: what batch means and the independence of losses are judged by.
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
  #width: number;
  readonly #sent = new Float64Array(SLOTS);
  readonly #received = new Float64Array(SLOTS);

  /** @param width of a slot to begin with: ns, or 1 where slots are of numbers */
  constructor(start: number, width = FIRST_WIDTH) {
    this.#start = start;
    this.#width = width;
  }

  sent(at: number): void {
    this.#sent[this.#slot(at)]!++;
  }

  /** A probe sent at `sentAt` was received within the threshold. */
  received(sentAt: number): void {
    this.#received[this.#slot(sentAt)]!++;
  }

  #slot(at: number): number {
    for (;;) {
      const slot = Math.max(0, Math.floor((at - this.#start) / this.#width));
      if (slot < SLOTS) return slot;
      this.#widen();
    }
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
  const width = parts.reduce((widest, part) => Math.max(widest, part.width), 0);
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

/** Slots of numbers, of which only what was received is known, beside what each flow sent. */
export function sentBesides(
  { width, received }: Pick<BatchData, 'width' | 'received'>,
  flows: readonly number[],
): BatchData {
  const sent = received.map((_, slot) =>
    flows.reduce((all, count) => all + Math.max(0, Math.min(width, count - slot * width)), 0),
  );
  return { width, sent, received };
}

/** The same in fewer, wider slots, cut behind the last filled one: short enough to travel. */
export function condensed(data: BatchData, most: number): BatchData {
  const sent = data.sent.slice();
  const received = data.received.slice();
  let { width } = data;
  const filled = (): number => Math.max(sent.findLastIndex(isFilled), received.findLastIndex(isFilled)) + 1;
  while (filled() > most) {
    halve(sent);
    halve(received);
    width *= 2;
  }
  return { width, sent: sent.slice(0, filled()), received: received.slice(0, filled()) };
}

const isFilled = (count: number): boolean => count > 0;
