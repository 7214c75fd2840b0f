/** In how many packets a probe leaves. Pure. */
import type { Transport } from '../units.ts';

const UDP_HEADER = 8;
const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
/** RFC 8200 §4.5 */
const IPV6_FRAGMENT_HEADER = 8;
/** Payload bytes of a TCP segment over Ethernet: 1,500 − 40 − 12 (timestamps). */
export const SEGMENT = 1448;
/** Of Ethernet: where nothing else is known. */
const USUAL_MTU = 1500;

/** Payload bytes of the largest datagram that is one packet. */
export const unfragmented = (mtu: number, v6: boolean): number =>
  mtu - (v6 ? IPV6_HEADER : IPV4_HEADER) - UDP_HEADER;

/** How many packets a datagram of `size` payload bytes is; each but the last carries a multiple of 8 bytes (RFC 791 §3.2). */
export function fragmentsOf(size: number, mtu: number, v6: boolean): number {
  if (size <= unfragmented(mtu, v6)) return 1;
  const payload = size + UDP_HEADER;
  const room = mtu - (v6 ? IPV6_HEADER + IPV6_FRAGMENT_HEADER : IPV4_HEADER);
  const each = Math.floor(room / 8) * 8;
  // The last piece may fill its packet to the byte.
  return Math.ceil((payload - room) / each) + 1;
}

/** Packets of one probe of `size` payload bytes: fragments, or segments. @param mtu null: as over Ethernet */
export const packetsOf = (transport: Transport, size: number, mtu: number | null, v6: boolean): number =>
  transport === 'udp' ? fragmentsOf(size, mtu ?? USUAL_MTU, v6) : Math.ceil(size / SEGMENT);
