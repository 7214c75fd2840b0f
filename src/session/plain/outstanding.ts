/** Probes of one flow that a plain echo has not returned yet, in the order in which they left. */
import { HEADER_BYTES, readTime } from '../../wire/batch.ts';
import {
  FLAG_WARMUP,
  OFFSET_FLAGS,
  OFFSET_TIME,
  PROBE_MAGIC,
  PROTOCOL_VERSION,
  TYPE_PROBE,
} from '../../wire/header.ts';
import type { SentProbe } from './verdict.ts';

/** Where these stand, a probe may begin. */
const BEGIN = [PROBE_MAGIC >> 8, PROBE_MAGIC & 0xff, (PROTOCOL_VERSION << 4) | TYPE_PROBE];
const TOKEN_AT = 8;
const NUMBER_AT = 16;
const NUMBERED = 24;
/** A server that returns nothing makes nobody keep more than this. */
const MOST = 16_384;

export interface Outgoing extends SentProbe {
  readonly number: number;
  readonly warm: boolean;
  /** ns. */
  readonly sentAt: number;
}

/** Warm-up probes have numbers of their own. */
const keyOf = (number: number, warm: boolean): number => (warm ? -1 - number : number);

export class Outstanding {
  readonly #size: number;
  readonly #probes = new Map<number, Outgoing>();
  /** As every probe of the run carries it. */
  #token: Uint8Array | undefined;

  /** @param size bytes of a probe */
  constructor(size: number) {
    this.#size = size;
  }

  get count(): number {
    return this.#probes.size;
  }

  get first(): Outgoing | undefined {
    return this.#probes.values().next().value;
  }

  /** The one after `probe`, which is the first. */
  get second(): Outgoing | undefined {
    const all = this.#probes.values();
    all.next();
    return all.next().value;
  }

  /** @param header as it left; it is kept */
  add(header: Uint8Array): void {
    const view = new DataView(header.buffer, header.byteOffset, HEADER_BYTES);
    const number = readTime(view, NUMBER_AT);
    const warm = (header[OFFSET_FLAGS]! & FLAG_WARMUP) !== 0;
    const sentAt = readTime(view, OFFSET_TIME);
    this.#token ??= header.slice(TOKEN_AT, NUMBER_AT);
    this.#probes.set(keyOf(number, warm), { header, size: this.#size, number, warm, sentAt });
    if (this.#probes.size > MOST) this.#probes.delete(this.#probes.keys().next().value!);
  }

  remove({ number, warm }: Outgoing): void {
    this.#probes.delete(keyOf(number, warm));
  }

  /** Bytes of a whole probe of this run, whichever, with which `bytes` begin; 0: they begin with none. */
  wholeIn(bytes: Uint8Array): number {
    return bytes.length >= this.#size && this.beginsAt(bytes, 0) === 0 && this.tokenIn(bytes) === TOKEN_AT
      ? this.#size
      : 0;
  }

  /** The first that was sent at `since` or after. */
  firstSince(since: number): Outgoing | undefined {
    for (const probe of this.#probes.values()) if (probe.sentAt >= since) return probe;
    return undefined;
  }

  /** A stream keeps its order: those before it are answered by nothing any more. */
  removeUpTo(probe: Outgoing): void {
    for (const [key, one] of this.#probes) {
      this.#probes.delete(key);
      if (one === probe) return;
    }
  }

  /** Where the token stands, which tells what is this run's; undefined: nowhere. */
  tokenIn(bytes: Uint8Array): number | undefined {
    if (this.#token === undefined) return undefined;
    const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(this.#token);
    return at === -1 ? undefined : at;
  }

  /** The probe that begins at `at` (which may be before the first byte), by token and number. */
  at(bytes: Uint8Array, at: number): Outgoing | undefined {
    if (this.#token === undefined || at + NUMBERED > bytes.length || at + TOKEN_AT < 0) return undefined;
    for (let i = TOKEN_AT; i < NUMBER_AT; i++)
      if (bytes[at + i] !== this.#token[i - TOKEN_AT]) return undefined;
    const number = readTime(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), at + NUMBER_AT);
    const [measured, warm] = [this.#probes.get(number), this.#probes.get(keyOf(number, true))];
    if (measured === undefined || warm === undefined) return measured ?? warm;
    return bytes[at + OFFSET_FLAGS] === warm.header[OFFSET_FLAGS] ? warm : measured;
  }

  /** Where from `from` on a probe of this flow may begin, be it cut off at the end of `bytes`; -1: nowhere. */
  beginsAt(bytes: Uint8Array, from: number): number {
    const known = this.first;
    for (let at = from; at < bytes.length; at++) {
      let same = 0;
      while (same < BEGIN.length && bytes[at + same] === BEGIN[same]) same++;
      if (same === BEGIN.length) return at;
      if (same > 0 && at + same === bytes.length && known !== undefined) return at;
    }
    return -1;
  }
}
