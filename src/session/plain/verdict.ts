/** What differs between an answer and the probe that it ought to be (RFC 862: the same bytes). Pure. */
import { HEADER_BYTES } from '../../wire/batch.ts';

/** A probe that was sent: its header as it left; what follows are zeros, up to `size`. */
export interface SentProbe {
  readonly header: Uint8Array;
  readonly size: number;
}

/** `foreign`: somebody else's probe, or an answer to nothing. */
export type WrongKind = 'shorter' | 'longer' | 'changed' | 'foreign';
export const WRONG_KINDS: readonly WrongKind[] = ['shorter', 'longer', 'changed', 'foreign'];

export interface Wrong {
  readonly kind: WrongKind;
  /** Bytes of the answer. */
  readonly bytes: number;
  /** Bytes that were sent; null where nothing was asked. */
  readonly expected: number | null;
  /** The first byte that differs, from 0, as it was sent and as it came; null where none that both have does. */
  readonly at: number | null;
  readonly sent: number | null;
  readonly got: number | null;
  /** Bytes before the probe, where all of it is in the answer; null where it is not. */
  readonly before: number | null;
  /** Its beginning, hexadecimal. */
  readonly sample: string;
}

/** Bytes of an answer that are kept to be shown. */
export const SAMPLE_BYTES = 32;

const sampleOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, SAMPLE_BYTES)).toString('hex');

export const probeByte = ({ header }: SentProbe, at: number): number => (at < HEADER_BYTES ? header[at]! : 0);

/** How many bytes of `bytes` from `from` on are those of the probe, at most all of it. */
export function agreement(bytes: Uint8Array, from: number, probe: SentProbe): number {
  const most = Math.min(bytes.length - from, probe.size);
  let at = 0;
  while (at < most && bytes[from + at] === probeByte(probe, at)) at++;
  return at;
}

/** @param bytes the whole answer, which is not the probe. @param before where the probe begins in it; -1: nowhere */
export function wrongOf(bytes: Uint8Array, probe: SentProbe, before: number): Wrong {
  const same = agreement(bytes, 0, probe);
  const { size } = probe;
  if (before === -1 && isOthers(bytes, same, probe)) return foreignOf(bytes);
  const kind = bytes.length < size ? 'shorter' : bytes.length > size ? 'longer' : 'changed';
  const differs = same < Math.min(bytes.length, size);
  const whole = before >= 0 && agreement(bytes, before, probe) === size;
  return {
    kind,
    bytes: bytes.length,
    expected: size,
    at: differs ? same : null,
    sent: differs ? probeByte(probe, same) : null,
    got: differs ? bytes[same]! : null,
    before: whole ? before : null,
    sample: sampleOf(bytes),
  };
}

export const foreignOf = (bytes: Uint8Array): Wrong => ({
  kind: 'foreign',
  bytes: bytes.length,
  expected: null,
  at: null,
  sent: null,
  got: null,
  before: null,
  sample: sampleOf(bytes),
});

/** The whole probe once more, behind its answer. @param bytes that begin with it */
export const twiceOf = (bytes: Uint8Array, size: number): Wrong => ({
  ...foreignOf(bytes.subarray(0, size)),
  kind: 'longer',
  bytes: 2 * size,
  expected: size,
  before: 0,
});

const MAGIC_BYTES = 3;
const TOKEN = { from: 8, to: 16 };
/** Of eight: damage changes fewer, another token more. */
const MOST_DAMAGED = 5;

/** It begins as a probe does, and carries another run's token. */
function isOthers(bytes: Uint8Array, same: number, probe: SentProbe): boolean {
  if (same < MAGIC_BYTES || bytes.length !== probe.size) return false;
  let different = 0;
  for (let at = TOKEN.from; at < TOKEN.to; at++) if (bytes[at] !== probeByte(probe, at)) different++;
  return different > MOST_DAMAGED;
}
