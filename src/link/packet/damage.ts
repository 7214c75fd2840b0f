/** A flipped bit in a packet, which the receiving kernel sees by the checksum, or, where that is asked for, does not. */
import { PROTOCOL_UDP } from './packet.ts';

const CHECKSUM_AT = 6;

/**
 * Flips a bit of the IP packet that starts at `at`.
 * @param unseen the checksum of UDP is mended (RFC 1624), as by a router that damages what it then sends on: the program
 * gets the datagram. Not of a later fragment, which has none.
 * @returns what undoes it: another copy may share the bytes
 */
export function damage(view: DataView, at: number, bit: number, unseen: boolean): () => void {
  const byte = at + (bit >> 3);
  const udp = unseen ? udpHeader(view, at) : undefined;
  const before = view.getUint8(byte);
  const sum = udp === undefined ? 0 : view.getUint16(udp + CHECKSUM_AT);
  // The word of the checksum's sum in which the bit stands.
  const word = byte - ((byte - at) & 1);
  const old = wordAt(view, word);
  view.setUint8(byte, before ^ (1 << (bit & 7)));
  // Zero says that there is no checksum (RFC 768).
  if (udp !== undefined && sum !== 0) view.setUint16(udp + CHECKSUM_AT, mended(sum, old, wordAt(view, word)));
  return () => {
    view.setUint8(byte, before);
    if (udp !== undefined) view.setUint16(udp + CHECKSUM_AT, sum);
  };
}

/** The last byte of an odd packet is summed with a zero behind it; the view goes on there with who knows what, the same before and after. */
const wordAt = (view: DataView, at: number): number =>
  (view.getUint8(at) << 8) | (at + 1 < view.byteLength ? view.getUint8(at + 1) : 0);

/** Equation 3 of RFC 1624. */
function mended(sum: number, from: number, to: number): number {
  let total = (~sum & 0xffff) + (~from & 0xffff) + to;
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return ~total & 0xffff || 0xffff;
}

/** Where the UDP header begins; undefined where there is none, or the packet is a later fragment. */
function udpHeader(view: DataView, at: number): number | undefined {
  const version = view.getUint8(at) >> 4;
  if (version === 6) return view.getUint8(at + 6) === PROTOCOL_UDP ? at + 40 : undefined;
  const later = (view.getUint16(at + 6) & 0x1fff) !== 0;
  return view.getUint8(at + 9) === PROTOCOL_UDP && !later ? at + (view.getUint8(at) & 15) * 4 : undefined;
}
