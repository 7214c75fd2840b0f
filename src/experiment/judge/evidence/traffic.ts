/** The packets of a trial with what they carried: which part of the file, for the how-manieth time. */
import type { Direction } from '../../../units.ts';
import type { FileIndex, Range } from './pieces.ts';
import type { SeenPacket } from './seen.ts';

export interface Carrier {
  readonly packet: SeenPacket;
  /** Place among the packets of its direction, from 1: what `--drop` counts. */
  readonly place: number;
  /** The part of the file that it carries; null: none that could be found. */
  readonly range: Range | null;
  /** It was sent before: the same part of the file, or the very same bytes. */
  readonly again: boolean;
}

export interface Traffic {
  readonly up: readonly Carrier[];
  readonly down: readonly Carrier[];
  /** Packets to nobody on this link. */
  readonly outside: readonly SeenPacket[];
}

export function trafficOf(packets: readonly SeenPacket[], index: FileIndex): Traffic {
  const outside = packets.filter(isOutside);
  const own = packets.filter((packet) => carriesSomething(packet) && !isOutside(packet));
  const of = (direction: Direction) =>
    carriers(
      own.filter((packet) => packet.direction === direction),
      index,
    );
  return { up: of('up'), down: of('down'), outside };
}

/** Those that the link counts for `--drop`: datagrams, and segments with a payload. */
const carriesSomething = ({ protocol, tcp }: SeenPacket): boolean =>
  protocol === 'udp' || (protocol === 'tcp' && (tcp?.length ?? 0) > 0);

function carriers(packets: readonly SeenPacket[], index: FileIndex): Carrier[] {
  const seen = new Set<string>();
  return packets.map((packet, at) => {
    const range = rangeOf(packet, index);
    const key = range === null ? Buffer.from(packet.payload).toString('latin1') : `file ${range.start}`;
    const again = seen.has(key);
    seen.add(key);
    return { packet, place: at + 1, range, again };
  });
}

/** The largest piece, where there are several. */
function rangeOf({ payload }: SeenPacket, index: FileIndex): Range | null {
  const [largest] = index.pieces(payload).sort((a, b) => b.length - a.length);
  return largest === undefined ? null : { start: largest.from, end: largest.from + largest.length };
}

/** Names are asked for by many a library; that says nothing about where a program sends its data. */
const NAME_PORTS = /:(53|5353)$/;
/** The link's own addresses, whole networks of it, and what every host answers. */
const OWN = /^(10\.77\.0\.\d+|\[?fd77::\d*\]?|\[?fe80:|\[?ff02:|255\.255\.255\.255)/;

const isOutside = ({ destination, protocol }: SeenPacket): boolean =>
  (protocol === 'udp' || protocol === 'tcp') && !OWN.test(destination) && !NAME_PORTS.test(destination);
