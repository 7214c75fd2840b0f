/**
 * Head-of-line blocking, known and not guessed: which TCP probes were held back by a lost segment, from the fates of
 * all packets of the emulated link. A receiver hands over bytes in order (RFC 9293), so a segment waits until all bytes
 * before it have arrived. A probe is held back where its own segment, or its answer's, was lost at first, or came before
 * the second copy of one that was lost. Pure.
 */
import { fatesOf, type Strip } from '../../../../measure/ledger/delivery.ts';
import type { Snapshot } from '../../../../result/events/events.ts';
import type { FateRecord } from '../../../../result/impairment.ts';
import type { TransportPlan } from '../../plan/effective.ts';

/** Segments of one direction of a connection that wait for an earlier one; beyond it something was not told. */
const MOST_WAITING = 20_000;
/** Probes that are remembered: more than any strip shows. */
const MOST_HELD = 50_000;
const FLOW = 2 ** 32;

interface Segment {
  readonly from: number;
  readonly end: number;
  /** When its bytes first arrived; NaN: not yet. */
  arrived: number;
  /** Its first copy was lost. */
  readonly lost: boolean;
  /** Its probes, both included; null: unknown, or of the warm-up. */
  readonly probes: { readonly flow: number; readonly first: number; readonly last: number } | null;
}

interface Stream {
  readonly base: number;
  /** One after the last byte that was sent; bytes count from `base`. */
  next: number;
  waiting: Segment[];
  /** When all bytes before the first waiting segment had arrived, and whether a loss was why it took so long. */
  complete: number;
  byLoss: boolean;
  /** Where a probe is known to begin. */
  anchor: { readonly at: number; readonly flow: number; readonly number: number; warmup: boolean } | null;
}

/** For the live strip. @returns undefined where nothing can be held back */
export const heldBackFor = ({
  transport,
  mode,
  size,
}: Pick<TransportPlan, 'transport' | 'mode' | 'size'>): HeldBack | undefined =>
  transport === 'tcp' && mode === 'echo' ? new HeldBack(size) : undefined;

export class HeldBack {
  readonly #size: number;
  readonly #streams = new Map<string, Stream>();
  readonly #held = new Set<number>();
  #latest = Number.NEGATIVE_INFINITY;

  /** @param size bytes of a message, the same in both directions */
  constructor(size: number) {
    this.#size = size;
  }

  /** @param packets in the order in which they reached the link; what is missing ends what was known. */
  take(packets: readonly FateRecord[]): void {
    for (const packet of packets) {
      if (packet.time < this.#latest) this.#clockSet();
      this.#latest = packet.time;
      if (packet.tcp === undefined || packet.tcp.length === 0) continue;
      const key = `${packet.source} ${packet.destination}`;
      let stream = this.#streams.get(key);
      if (stream === undefined) {
        stream = begun(packet.tcp.seq);
        this.#streams.set(key, stream);
      }
      this.#segment(stream, packet, packet.tcp);
    }
  }

  /** A probe of the measured part. */
  has(flow: number, number: number): boolean {
    return this.#held.has(flow * FLOW + number);
  }

  /** The link counts its time from the run's beginning as soon as it knows that: what was before is past in any case. */
  #clockSet(): void {
    for (const stream of this.#streams.values()) {
      stream.complete = Number.NEGATIVE_INFINITY;
      for (const segment of stream.waiting)
        if (!Number.isNaN(segment.arrived)) segment.arrived = Number.NEGATIVE_INFINITY;
    }
  }

  #segment(stream: Stream, packet: FateRecord, { seq, length }: NonNullable<FateRecord['tcp']>): void {
    const from = (seq - stream.base) >>> 0;
    // Older than what is known of this connection.
    if (from >= 2 ** 31) return;
    const end = from + length;
    const arrived = packet.fate === 'delivered' ? (packet.deliveredAt ?? Number.NaN) : Number.NaN;
    if (from > stream.next || stream.waiting.length > MOST_WAITING) restart(stream);
    else if (from < stream.next) repeat(stream, from, end, arrived);
    if (end > stream.next) {
      const begin = Math.max(from, stream.next);
      if (packet.probe !== undefined && begin === from) stream.anchor = { at: from, ...packet.probe };
      const lost = Number.isNaN(arrived);
      stream.waiting.push({ from: begin, end, arrived, lost, probes: this.#probes(stream, begin, end) });
      stream.next = end;
    }
    this.#settle(stream);
  }

  #probes({ anchor }: Stream, from: number, end: number): Segment['probes'] {
    if (anchor === null || anchor.warmup) return null;
    const at = (byte: number): number => anchor.number + Math.floor((byte - anchor.at) / this.#size);
    return { flow: anchor.flow, first: at(from), last: at(end - 1) };
  }

  /** Bytes are handed over as far as they are complete. */
  #settle(stream: Stream): void {
    const { waiting } = stream;
    let done = 0;
    for (; done < waiting.length && !Number.isNaN(waiting[done]!.arrived); done++) {
      const { arrived, lost, probes } = waiting[done]!;
      if (arrived >= stream.complete) {
        stream.complete = arrived;
        stream.byLoss = lost;
      }
      if (stream.byLoss && probes !== null) this.#hold(probes);
    }
    if (done > 0) stream.waiting = waiting.slice(done);
  }

  #hold({ flow, first, last }: NonNullable<Segment['probes']>): void {
    for (let number = first; number <= last; number++) this.#held.add(flow * FLOW + number);
    for (const oldest of this.#held) {
      if (this.#held.size <= MOST_HELD) break;
      this.#held.delete(oldest);
    }
  }
}

const begun = (base: number): Stream => ({
  base,
  next: 0,
  waiting: [],
  complete: Number.NEGATIVE_INFINITY,
  byLoss: false,
  anchor: null,
});

/** Segments are missing in what was told: it begins anew. */
function restart(stream: Stream): void {
  Object.assign(stream, { ...begun(stream.base), next: -1 });
}

function repeat(stream: Stream, from: number, end: number, arrived: number): void {
  for (const segment of stream.waiting)
    if (segment.from < end && segment.end > from && Number.isNaN(segment.arrived)) segment.arrived = arrived;
}

/** A strip with those that were held back marked. */
export function withHeld({ from, codes, probes }: Strip, held: HeldBack | undefined): Snapshot['strip'] {
  const fates = fatesOf(codes);
  if (held === undefined) return { from, fates };
  let marked = '';
  for (let at = 0; at < fates.length; at++) {
    const code = fates[at]!;
    const answered = code === '.' || code === 'w' || code === 's';
    marked += answered && held.has(probes?.flow[at] ?? 0, probes?.number[at] ?? from + at) ? 'h' : code;
  }
  return { from, fates: marked };
}
