/** From a packet and its outcome to the record that people, screens and files get. */
import type { FateRecord } from '../../result/impairment.ts';
import type { Direction } from '../../units.ts';
import { CLASS_TCP, CLASS_UDP, type Packet, PROTOCOL_ICMP, PROTOCOL_ICMPV6 } from '../packet/packet.ts';
import type { Outcome } from './outcome.ts';

const FLAGS: readonly (readonly [number, string])[] = [
  [2, 'S'],
  [1, 'F'],
  [4, 'R'],
  [8, 'P'],
  [16, 'A'],
  [32, 'U'],
];

/** SYN, FIN, RST, PSH, ACK and URG by their first letters. */
export const flagLetters = (flags: number): string =>
  FLAGS.map(([bit, letter]) => (flags & bit ? letter : '')).join('');

export interface Repeats {
  readonly retransmission: boolean;
  /** The record that is repeated; -1 unknown. */
  readonly original: number;
}

export function fateRecord(
  index: number,
  direction: Direction,
  packet: Packet,
  outcome: Outcome,
  repeats: Repeats | undefined,
): FateRecord {
  const { fate, duplicates, reordered, deliveredAt, time, sojourn, marked, queueDrop } = outcome;
  return {
    time,
    direction,
    protocol: protocolOf(packet),
    source: packet.source,
    destination: packet.destination,
    bytes: packet.bytes,
    fate,
    index,
    ...(duplicates > 0 && { duplicates }),
    ...(reordered && { reordered }),
    ...(sojourn >= 0 && { sojourn }),
    ...(marked && { marked }),
    ...(queueDrop !== undefined && { queueDrop }),
    ...(deliveredAt >= 0 && { deliveredAt }),
    ...(packet.kind === CLASS_TCP && !packet.laterFragment && { tcp: tcpOf(packet, repeats) }),
    ...(packet.probe && { probe: { flow: packet.flow, number: packet.number, warmup: packet.warmup } }),
  };
}

function tcpOf(packet: Packet, repeats: Repeats | undefined): NonNullable<FateRecord['tcp']> {
  return {
    seq: packet.seq,
    ack: packet.ack,
    flags: flagLetters(packet.flags),
    length: packet.payloadLength,
    ...(repeats?.retransmission && repeats.original >= 0 && { retransmissionOf: repeats.original }),
  };
}

function protocolOf(packet: Packet): FateRecord['protocol'] {
  if (packet.kind === CLASS_UDP) return 'udp';
  if (packet.kind === CLASS_TCP) return 'tcp';
  return packet.protocol === PROTOCOL_ICMP || packet.protocol === PROTOCOL_ICMPV6 ? 'icmp' : 'other';
}
