/** How large a probe is where nobody said (contract, `--size`). Pure. */
import type { RunSpec } from '../../../result/spec.ts';
import type { Transport } from '../../../units.ts';
import { unfragmented } from '../../fragments.ts';
import { LARGE_WRITE, LEAST, suitableWrite, USUAL_PAYLOAD } from '../../writes.ts';
import type { Path } from './path-mtu.ts';

/** The largest frames of any network (jumbo frames, 9,000 bytes); loopback's 65,536 are nobody's. */
const LARGEST_MTU = 16_384;

export function sizeOf(
  spec: RunSpec,
  transport: Transport,
  path: Path,
  oneWay: boolean,
  rate: RunSpec['rate'],
): number {
  if (spec.size !== null) return spec.size;
  const bitrate = spec.bitrate ?? null;
  // A comparison sends the same over both.
  if (bitrate !== null && spec.transports.includes('udp')) return largestDatagram(path);
  if (!oneWay || spec.transports.length === 2) return LEAST;
  if (transport === 'udp') return rate === 'max' ? largestDatagram(path) : LEAST;
  if (bitrate !== null) return suitableWrite(bitrate);
  if (rate !== 'max') return LEAST;
  const narrowest = narrowestOf(spec);
  return narrowest === null ? LARGE_WRITE : suitableWrite(narrowest);
}

/** Bits per second of the emulated link where the stream goes; null where it is as wide as it can be. */
function narrowestOf({ mode, impairment }: RunSpec): number | null {
  const ways =
    mode === 'both' ? (['up', 'down'] as const) : mode === 'up' ? (['up'] as const) : (['down'] as const);
  const widths = ways.map((way) => impairment?.[way].bandwidth ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(Math.min(...widths)) ? Math.min(...widths) : null;
}

/** Payload bytes of the largest datagram that is not cut into fragments on its way. */
function largestDatagram({ mtu, v6 }: Path): number {
  if (mtu === null || mtu > LARGEST_MTU) return USUAL_PAYLOAD;
  return Math.max(LEAST, unfragmented(mtu, v6));
}
