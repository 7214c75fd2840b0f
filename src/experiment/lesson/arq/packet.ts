/**
 * A packet of the lesson's protocols as bytes: what crosses the link, in virtual time and in a real run.
 *
 * | offset | bytes | field |
 * |---|---|---|
 * | 0 | 1 | kind: 1 data, 2 acknowledgement |
 * | 1 | 1 | 1 in the last packet of the file, else 0 |
 * | 2 | 2 | Internet checksum (RFC 1071) over the whole packet, this field as zero |
 * | 4 | 2 | sequence number |
 * | 6 | … | payload; an acknowledgement has none |
 */
export const ARQ_HEADER_BYTES = 6;
const DATA = 1;
const ACKNOWLEDGEMENT = 2;

export interface ArqPacket {
  readonly kind: 'data' | 'ack';
  /** Of the sequence space, 0 to 65,535. */
  readonly number: number;
  readonly last: boolean;
  readonly payload: Uint8Array;
}

const NOTHING = new Uint8Array(0);

export function encodePacket({ kind, number, last, payload }: ArqPacket): Uint8Array {
  const bytes = new Uint8Array(ARQ_HEADER_BYTES + payload.length);
  bytes[0] = kind === 'data' ? DATA : ACKNOWLEDGEMENT;
  bytes[1] = last ? 1 : 0;
  bytes[4] = number >> 8;
  bytes[5] = number & 255;
  bytes.set(payload, ARQ_HEADER_BYTES);
  const sum = checksum(bytes);
  bytes[2] = sum >> 8;
  bytes[3] = sum & 255;
  return bytes;
}

export const acknowledgement = (number: number): Uint8Array =>
  encodePacket({ kind: 'ack', number, last: false, payload: NOTHING });

/** @returns undefined where the checksum does not hold, or it is no packet of ours: the receiver drops it */
export function decodePacket(bytes: Uint8Array): ArqPacket | undefined {
  if (bytes.length < ARQ_HEADER_BYTES || checksum(bytes) !== 0) return undefined;
  const kind = bytes[0] === DATA ? 'data' : bytes[0] === ACKNOWLEDGEMENT ? 'ack' : undefined;
  if (kind === undefined) return undefined;
  const payload = kind === 'data' ? bytes.subarray(ARQ_HEADER_BYTES) : NOTHING;
  return { kind, number: (bytes[4]! << 8) | bytes[5]!, last: bytes[1] === 1, payload };
}

/** RFC 1071: one's complement of the one's complement sum of 16-bit words; 0 over bytes whose checksum is in place. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
