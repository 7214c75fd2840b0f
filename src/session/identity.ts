/**
 * Whether an arrived entry belongs to this session, and to which of its flows. Foreign: not ours at all. Corrupt: ours by
 * its token, but damaged; it is no arrival.
 */
import { type Batch, HEADER_BYTES } from '../wire/batch.ts';
import {
  FLAG_ANSWER,
  FLAG_DOWN,
  hasToken,
  readFlags,
  readFlow,
  readType,
  type Token,
  TYPE_OPEN,
  TYPE_OPENED,
  TYPE_PROBE,
} from '../wire/header.ts';
import type { Mac } from '../wire/mac.ts';

export interface Identity {
  readonly token: Token;
  /** Bytes of every probe. */
  readonly size: number;
  /** FLAG_ANSWER and FLAG_DOWN as arriving probes must carry them. */
  readonly flags: number;
  /** Global flow numbers of local flow i: `first + i × step`. */
  readonly first: number;
  readonly step: number;
  readonly mac: Mac | null;
}

export const FOREIGN = -1;
export const CORRUPT = -2;
/** An `open` or `opened` that came once more: counted nowhere. */
export const OPENING = -3;

const DIRECTION = FLAG_ANSWER | FLAG_DOWN;

/** @returns the local flow, or one of FOREIGN, CORRUPT, OPENING. */
export function admit(identity: Identity, batch: Batch, entry: number): number {
  const { view } = batch;
  const at = entry * HEADER_BYTES;
  const length = batch.length[entry]!;
  if (length < HEADER_BYTES || !hasToken(view, at, identity.token)) return FOREIGN;
  const type = readType(view, at);
  if (type === TYPE_OPEN || type === TYPE_OPENED) return OPENING;
  if (type !== TYPE_PROBE || length !== identity.size) return CORRUPT;
  if ((readFlags(view, at) & DIRECTION) !== identity.flags) return FOREIGN;
  const local = batch.flow[entry]!;
  if (readFlow(view, at) !== identity.first + local * identity.step) return CORRUPT;
  if (identity.mac !== null && !identity.mac.holds(view, at)) return FOREIGN;
  return local;
}
