/**
 * Fates of probes in the order of sending: the first 10,000 for the result, the newest for the live strip.
 * Codes are the characters of `delivery.fates` in the result, and `?` for a probe that is still awaited.
 */
export const DELIVERY_LIMIT = 10_000;
const RING = 4096;
const code = (letter: string): number => letter.charCodeAt(0);

export const ARRIVED = code('.');
export const LOST = code('x');
export const ARRIVED_LATE = code('l');
export const OUT_OF_ORDER = code('o');
export const WAITED = code('w');
/** Left or read late, because the thread of this end stood still. */
export const STALLED = code('s');
export const TWICE = code('d');
const AWAITED = code('?');

export interface DeliveryData {
  /** Codes of the first probes, in the order of sending. */
  readonly codes: Uint8Array;
  /** When each was sent, its flow and its number in it. */
  readonly sentAt: Float64Array;
  readonly flow: Uint32Array;
  readonly number: Uint32Array;
}

/** The newest fates in the order of sending; the first is the place `from`. */
export interface Strip {
  readonly from: number;
  readonly codes: Uint8Array;
  /** Whose each of them is; null: of a single flow, whose places are its numbers. */
  readonly probes: { readonly flow: Uint32Array; readonly number: Uint32Array } | null;
}

export class Delivery {
  readonly #codes = new Uint8Array(DELIVERY_LIMIT);
  readonly #sentAt = new Float64Array(DELIVERY_LIMIT);
  readonly #flow = new Uint32Array(DELIVERY_LIMIT);
  readonly #number = new Uint32Array(DELIVERY_LIMIT);
  readonly #newest = new Uint8Array(RING).fill(AWAITED);
  readonly #newestFlow = new Uint32Array(RING);
  readonly #newestNumber = new Uint32Array(RING);
  /** Probes so far: the next one's place in the order of sending. */
  count = 0;

  sent(flow: number, number: number, at: number): void {
    if (this.count < DELIVERY_LIMIT) {
      this.#codes[this.count] = AWAITED;
      this.#sentAt[this.count] = at;
      this.#flow[this.count] = flow;
      this.#number[this.count] = number;
    }
    const place = this.count % RING;
    this.#newest[place] = AWAITED;
    this.#newestFlow[place] = flow;
    this.#newestNumber[place] = number;
    this.count++;
  }

  fate(order: number, fate: number): void {
    if (order < DELIVERY_LIMIT) this.#codes[order] = fate;
    if (order >= this.count - RING) this.#newest[order % RING] = fate;
  }

  /** A further copy of an answer came: told where there is nothing else to tell of the probe. */
  copied(order: number): void {
    if (order >= this.count) return;
    if (order < DELIVERY_LIMIT && this.#codes[order] === ARRIVED) this.#codes[order] = TWICE;
    const place = order % RING;
    if (order >= this.count - RING && this.#newest[place] === ARRIVED) this.#newest[place] = TWICE;
  }

  /** The newest `most` probes. @param several of more than one flow */
  strip(most: number, several: boolean): Strip {
    const from = Math.max(0, this.count - Math.min(most, RING));
    const length = this.count - from;
    const codes = unrolled(this.#newest, from, new Uint8Array(length));
    const probes = several
      ? {
          flow: unrolled(this.#newestFlow, from, new Uint32Array(length)),
          number: unrolled(this.#newestNumber, from, new Uint32Array(length)),
        }
      : null;
    return { from, codes, probes };
  }

  /** What is still awaited is lost, or stays open. @param isOpen asked of what was sent at that time on that flow */
  data(isOpen: (flow: number, sentAt: number) => boolean = () => false): DeliveryData {
    const kept = Math.min(this.count, DELIVERY_LIMIT);
    return {
      codes: this.#codes
        .slice(0, kept)
        .map((fate, i) => (fate === AWAITED && !isOpen(this.#flow[i]!, this.#sentAt[i]!) ? LOST : fate)),
      sentAt: this.#sentAt.slice(0, kept),
      flow: this.#flow.slice(0, kept),
      number: this.#number.slice(0, kept),
    };
  }
}

/** @param from place in the order of sending of the first entry wanted. @returns `to`, filled from the ring */
function unrolled<Column extends Uint8Array | Uint32Array>(ring: Column, from: number, to: Column): Column {
  const start = from % RING;
  const straight = Math.min(to.length, RING - start);
  to.set(ring.subarray(start, start + straight));
  to.set(ring.subarray(0, to.length - straight), straight);
  return to;
}

/** A character for each code. */
export const fatesOf = (codes: Uint8Array): string =>
  Array.from(codes, (fate) => String.fromCharCode(fate)).join('');

/** `3.1x2w` for three arrived, one lost, two waited. */
export function runLengthCoded(codes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < codes.length; ) {
    let end = at;
    while (end < codes.length && codes[end] === codes[at]) end++;
    text += `${end - at}${String.fromCharCode(codes[at]!)}`;
    at = end;
  }
  return text;
}
