/** One packet, read. */
import { Packet } from '../../../src/link/packet/packet.ts';
import { viewOf } from '../packets.ts';

export function read(bytes: Buffer): Packet {
  const packet = new Packet();
  packet.read(viewOf(bytes), 0, bytes.length);
  return packet;
}
