/** The IPv4 and UDP headers around a packet, as the kernel makes them in the lab: what the model of the link reads. */

/** Bytes of both headers. */
export const DATAGRAM_OVERHEAD = 28;

/** @returns a view on the whole IP packet; addresses and ports are those of the lab, checksums are left out */
export function datagram(payload: Uint8Array, direction: 'up' | 'down'): DataView {
  const bytes = new Uint8Array(DATAGRAM_OVERHEAD + payload.length);
  const view = new DataView(bytes.buffer);
  const [from, to] = direction === 'up' ? [CLIENT, SERVER] : [SERVER, CLIENT];
  view.setUint8(0, 0x45);
  view.setUint16(2, bytes.length);
  view.setUint8(8, 64);
  view.setUint8(9, 17);
  view.setUint32(12, from.address);
  view.setUint32(16, to.address);
  view.setUint16(20, from.port);
  view.setUint16(22, to.port);
  view.setUint16(24, 8 + payload.length);
  bytes.set(payload, DATAGRAM_OVERHEAD);
  return view;
}

const SERVER = { address: 0x0a4d0001, port: 5000 };
const CLIENT = { address: 0x0a4d0002, port: 40_000 };
