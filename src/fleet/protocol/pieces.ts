/** What is too large for one message, in pieces: sent in order, a few at a time, and again from where they were last asked for. */
import type { Piece } from './messages.ts';

/** Characters of a piece. */
export const PIECE = 131_072;
/** Pieces on their way at once. */
const WINDOW = 8;
/** ns without an acknowledgement after which they are sent again. */
const AGAIN = 1e9;

export function piecesOf(data: string): string[] {
  const pieces = [];
  for (let at = 0; at < data.length || at === 0; at += PIECE) pieces.push(data.slice(at, at + PIECE));
  return pieces;
}

/** The sender's end: Go-Back-N over the parts, one after the other. */
export class Outgoing {
  readonly #parts: { readonly pieces: readonly string[]; acked: number; sent: number }[] = [];
  #since = Number.NEGATIVE_INFINITY;

  get count(): number {
    return this.#parts.length;
  }

  /** Everything has come. */
  get done(): boolean {
    return this.#parts.every(({ pieces, acked }) => acked === pieces.length);
  }

  add(data: string): void {
    this.#parts.push({ pieces: piecesOf(data), acked: 0, sent: 0 });
  }

  acknowledged(part: number, pieces: number, now: number): void {
    const of = this.#parts[part];
    if (of === undefined || pieces <= of.acked || pieces > of.pieces.length) return;
    of.acked = pieces;
    of.sent = Math.max(of.sent, pieces);
    this.#since = now;
  }

  /** What is to be sent now. */
  take(now: number): Piece[] {
    const at = this.#parts.findIndex(({ pieces, acked }) => acked < pieces.length);
    const part = this.#parts[at];
    if (part === undefined) return [];
    if (part.sent > part.acked && now >= this.#since + AGAIN) part.sent = part.acked;
    const until = Math.min(part.pieces.length, part.acked + WINDOW);
    const taken: Piece[] = [];
    for (; part.sent < until; part.sent++) {
      const data = part.pieces[part.sent]!;
      taken.push({ type: 'piece', part: at, index: part.sent, of: part.pieces.length, data });
    }
    if (taken.length > 0) this.#since = now;
    return taken;
  }

  /** When to look again; Infinity: nothing is on its way. */
  get deadline(): number {
    return this.done ? Number.POSITIVE_INFINITY : this.#since + AGAIN;
  }
}

/** The receiver's end of one agent. */
export class Incoming {
  readonly #parts = new Map<number, string[]>();
  readonly #whole = new Map<number, number>();
  readonly #mostParts: number;
  readonly #mostPieces: number;

  constructor(mostParts: number, mostPieces: number) {
    this.#mostParts = mostParts;
    this.#mostPieces = mostPieces;
  }

  /** @returns a part that is whole with it, once */
  take({ part, index, of, data }: Piece): { readonly part: number; readonly data: string } | undefined {
    if (part === null || part >= this.#mostParts || of > this.#mostPieces || this.#whole.has(part))
      return undefined;
    const pieces = this.#parts.get(part) ?? [];
    if (index !== pieces.length || index >= of || data.length > PIECE) return undefined;
    pieces.push(data);
    this.#parts.set(part, pieces);
    if (pieces.length < of) return undefined;
    this.#parts.delete(part);
    this.#whole.set(part, of);
    return { part, data: pieces.join('') };
  }

  /** What has come of each part, from the first piece on. */
  get got(): { part: number; chunks: number }[] {
    const parts = [...this.#whole].map(([part, chunks]) => ({ part, chunks }));
    return [...parts, ...[...this.#parts].map(([part, pieces]) => ({ part, chunks: pieces.length }))];
  }

  get whole(): number {
    return this.#whole.size;
  }
}
