/** Marks a packet: congestion experienced (RFC 3168), in the IP header of its bytes. */

/** @param at where the packet starts, of an ECN-capable transport, IPv4 or IPv6 */
export function markCongestion(view: DataView, at: number): void {
  if (view.getUint8(at) >> 4 === 6) {
    view.setUint8(at + 1, view.getUint8(at + 1) | 0x30);
    return;
  }
  const before = view.getUint16(at);
  view.setUint8(at + 1, view.getUint8(at + 1) | 3);
  // RFC 1624, equation 3: the header's checksum for one word that changed.
  let sum = (~view.getUint16(at + 10) & 0xffff) + (~before & 0xffff) + view.getUint16(at);
  sum = (sum & 0xffff) + (sum >>> 16);
  sum = (sum & 0xffff) + (sum >>> 16);
  view.setUint16(at + 10, ~sum & 0xffff);
}
