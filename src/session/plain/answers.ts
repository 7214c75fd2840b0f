/**
 * What comes back from a plain echo, held against what was sent, byte for byte: a wrong answer is not silence. Over TCP the
 * bytes are first cut into answers (stream.ts). It counts what came within the loss threshold.
 */
import { Batch, HEADER_BYTES } from '../../wire/batch.ts';
import { PROTOCOL_VERSION, TYPE_OPEN } from '../../wire/header.ts';
import { type Outgoing, Outstanding } from './outstanding.ts';
import { PlainStream } from './stream.ts';
import { agreement, foreignOf, type Wrong, type WrongKind, wrongOf } from './verdict.ts';

export interface PlainHost {
  /** It is what was sent, or something else of this run's: one entry, as a port would give it. */
  ordinary(one: Batch): void;
  /** Something came at `at`, and was wrong: that is no silence. */
  heard(at: number): void;
  /** Its flow need not wait for an answer to it any longer. */
  settled(flow: number, probe: Outgoing, at: number): void;
}

/** The wrong answers of the measured part. */
export interface WrongData {
  readonly counts: Readonly<Record<WrongKind, number>>;
  readonly first: Wrong | null;
}

export const noWrong = (): WrongData => ({
  counts: { shorter: 0, longer: 0, changed: 0, foreign: 0 },
  first: null,
});

/** Of several generators. */
export function mergeWrong(parts: readonly WrongData[]): WrongData {
  const counts = { shorter: 0, longer: 0, changed: 0, foreign: 0 };
  for (const { counts: more } of parts) {
    counts.shorter += more.shorter;
    counts.longer += more.longer;
    counts.changed += more.changed;
    counts.foreign += more.foreign;
  }
  return { counts, first: parts.find(({ first }) => first !== null)?.first ?? null };
}

interface PlainFlow {
  readonly probes: Outstanding;
  readonly stream: PlainStream | undefined;
}

export interface PlainOptions {
  readonly tcp: boolean;
  readonly flows: number;
  /** Bytes of a probe. */
  readonly size: number;
  /** ns. */
  readonly lossThreshold: number;
}

export class PlainAnswers {
  readonly #options: PlainOptions;
  readonly #flows: readonly PlainFlow[];
  readonly #counts = noWrong().counts as Record<WrongKind, number>;
  readonly #one = new Batch(1);
  #first: Wrong | null = null;
  #host: PlainHost | undefined;

  constructor(options: PlainOptions) {
    this.#options = options;
    this.#flows = Array.from({ length: options.flows }, (_, flow) => {
      const probes = new Outstanding(options.size);
      return { probes, stream: options.tcp ? this.#stream(flow, probes) : undefined };
    });
  }

  #stream(flow: number, probes: Outstanding): PlainStream {
    return new PlainStream(probes, {
      right: (probe, at) => this.#ordinary(flow, probe.header, probe.size, at),
      wrong: (wrong, probe, at) => this.#wrong(flow, wrong, probe, at),
      tired: (probe) => this.#host?.settled(flow, probe, probe.sentAt),
    });
  }

  /** Whoever keeps the ledger. What comes before is an answer to nothing. */
  attach(host: PlainHost): void {
    this.#host = host;
  }

  /** @param header of a probe as it left; it is kept */
  sent(flow: number, header: Uint8Array): void {
    this.#flows[flow]!.probes.add(header);
  }

  /** @param bytes a datagram, or what was read of a stream; only now. @param at ns */
  take(flow: number, bytes: Uint8Array, at: number): void {
    const { stream, probes } = this.#flows[flow]!;
    if (stream === undefined) this.#datagram(flow, probes, bytes, at);
    else stream.take(bytes, at);
  }

  #datagram(flow: number, probes: Outstanding, bytes: Uint8Array, at: number): void {
    const token = probes.tokenIn(bytes);
    const before = token === undefined ? -1 : token - TOKEN_AT;
    const since = at - this.#options.lossThreshold;
    const probe = token === undefined ? probes.firstSince(since) : probes.at(bytes, before);
    const ours = token === TOKEN_AT;
    // Once more, too late, or an `open` of this run's.
    if (ours && (probe === undefined || isOpen(bytes))) this.#ordinary(flow, bytes, bytes.length, at);
    else if (probe === undefined) this.#wrong(flow, foreignOf(bytes), undefined, at);
    else if (bytes.length === probe.size && agreement(bytes, 0, probe) === probe.size) {
      probes.remove(probe);
      this.#ordinary(flow, bytes, bytes.length, at);
    } else {
      const wrong = wrongOf(bytes, probe, before);
      const foreign = wrong.kind === 'foreign';
      if (!foreign) probes.remove(probe);
      this.#wrong(flow, wrong, foreign ? undefined : probe, at);
    }
  }

  #ordinary(flow: number, bytes: Uint8Array, length: number, at: number): void {
    const one = this.#one;
    one.headers.set(bytes.subarray(0, HEADER_BYTES));
    one.flow[0] = flow;
    one.length[0] = length;
    one.time[0] = at;
    one.count = 1;
    this.#host?.ordinary(one);
  }

  #wrong(flow: number, wrong: Wrong, probe: Outgoing | undefined, at: number): void {
    const inTime = probe === undefined || at - probe.sentAt <= this.#options.lossThreshold;
    if (inTime && probe?.warm !== true) {
      this.#counts[wrong.kind]++;
      this.#first ??= wrong;
    }
    this.#host?.heard(at);
    if (probe !== undefined) this.#host?.settled(flow, probe, at);
  }

  /** Looks whether silence says something. @returns ns of the next time at which it may */
  look(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { stream } of this.#flows) {
      stream?.look(now);
      next = Math.min(next, stream?.deadline ?? Number.POSITIVE_INFINITY);
    }
    return next;
  }

  /** The other side has finished on that flow: what has come of an answer is all of it. */
  ended(flow: number): void {
    this.#flows[flow]!.stream?.end();
  }

  /** Nothing more is awaited. */
  end(): void {
    for (const { stream } of this.#flows) stream?.end();
  }

  /** Whether there were any. */
  get some(): boolean {
    return this.#first !== null;
  }

  data(): WrongData {
    return { counts: { ...this.#counts }, first: this.#first };
  }
}

const TYPE_AT = 2;
const TOKEN_AT = 8;

const isOpen = (bytes: Uint8Array): boolean =>
  bytes.length === HEADER_BYTES && bytes[TYPE_AT] === ((PROTOCOL_VERSION << 4) | TYPE_OPEN);
