/** Small questions about packets of the emulated link. Pure. */
import type { FateRecord } from '../../../result/impairment.ts';

export function isDropped(packet: FateRecord): boolean {
  return packet.fate !== 'delivered';
}

/** A TCP connection in one direction. */
export const senderOf = (packet: FateRecord): string => `${packet.source} ${packet.destination}`;
