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

type Written = { -readonly [Field in keyof FateRecord]: FateRecord[Field] };

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
  // Field by field, not spread: it is made for every packet of a link.
  const { duplicates, sojourn, queueDrop, deliveredAt } = outcome;
  const record: Written = {
    time: outcome.time,
    direction,
    protocol: protocolOf(packet),
    source: packet.source,
    destination: packet.destination,
    bytes: packet.bytes,
    fate: outcome.fate,
    index,
  };
  if (duplicates > 0) record.duplicates = duplicates;
  if (outcome.reordered) record.reordered = true;
  if (sojourn >= 0) record.sojourn = sojourn;
  if (outcome.marked) record.marked = true;
  if (queueDrop !== undefined) record.queueDrop = queueDrop;
  if (deliveredAt >= 0) record.deliveredAt = deliveredAt;
  if (packet.kind === CLASS_TCP && !packet.laterFragment) record.tcp = tcpOf(packet, repeats);
  if (packet.probe) record.probe = { flow: packet.flow, number: packet.number, warmup: packet.warmup };
  return record;
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
