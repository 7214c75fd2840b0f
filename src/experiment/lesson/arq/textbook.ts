/**
 * What the textbook says of a protocol's efficiency: the share of the time in which the sender's link carries data that
 * is new. Stallings, Data and Computer Communications, "Performance issues" of data link control; without loss they are
 * 1 / (1 + 2a) and min(1, W / (1 + 2a)). They know no end of the file, no acknowledgement's own length, and a timer
 * that runs out after just one round trip.
 */
import type { Impairment } from '../../../result/impairment.ts';
import { DATAGRAM_OVERHEAD } from './datagram.ts';
import { PAYLOAD_BYTES } from './file.ts';
import { ARQ_HEADER_BYTES } from './packet.ts';
import type { ArqSetup } from './protocols.ts';

/** @returns 0..1; null where the link has no bandwidth, and so nothing that could be used in full */
export function textbookEfficiency({ protocol, window }: ArqSetup, { up, down }: Impairment): number | null {
  if (up.bandwidth === null) return null;
  const transmission = (PACKET_BYTES * 8e9) / up.bandwidth;
  /** 1 + 2a: a round trip in transmission times. */
  const round = 1 + (up.delay + down.delay) / transmission;
  const lossUp = lossOf(up);
  // An acknowledgement that is lost costs a packet of its own, but not where a later one says the same.
  const loss = protocol === 'go-back-n' ? lossUp : 1 - (1 - lossUp) * (1 - lossOf(down));
  if (protocol !== 'go-back-n') return Math.min(1, window / round) * (1 - loss);
  // round − 1 = 2a: so many packets are sent again with each that was lost, or the window where that is less.
  return window >= round
    ? (1 - loss) / (1 + (round - 1) * loss)
    : (window * (1 - loss)) / (round * (1 - loss + window * loss));
}

/** Bytes of a full packet on the link. */
export const PACKET_BYTES = DATAGRAM_OVERHEAD + ARQ_HEADER_BYTES + PAYLOAD_BYTES;
/** Bytes of an acknowledgement. */
export const ACK_BYTES = DATAGRAM_OVERHEAD + ARQ_HEADER_BYTES;

const lossOf = ({ loss, burst, corrupt }: Impairment['up']): number =>
  1 - (1 - loss) * (1 - (burst?.ratio ?? 0)) * (1 - corrupt);
