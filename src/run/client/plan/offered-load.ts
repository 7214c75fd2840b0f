/** What a run offers to the network, each direction, and what stands in its way before it starts. Pure. */
import { SockbenchError } from '../../../errors.ts';
import type { RunSpec } from '../../../result/spec.ts';
import { packetsOf } from '../../fragments.ts';
import type { TransportPlan } from './effective.ts';
import type { Path } from './path-mtu.ts';

/** Per second and direction. Infinity: as much as goes. */
export interface Load {
  /** Fragments and segments counted. */
  readonly packets: number;
  /** Of payload. */
  readonly bits: number;
}

/** Round trips a second of one client that waits for each answer: a path of 10 ms, shorter than most to elsewhere. */
const ROUND_TRIPS = 100;
/** Of one connection that is made, used and reset. */
const PACKETS_OF_CONNECTION = 4;

/** Per second and direction; Infinity: as many as go. */
export function offeredProbes({ rate, clients }: Pick<TransportPlan, 'rate' | 'clients'>): number {
  if (rate === 'max') return Number.POSITIVE_INFINITY;
  return rate === 'closed' ? clients * ROUND_TRIPS : rate;
}

export function offeredLoad(plan: TransportPlan, { mtu, v6 }: Path): Load {
  const { transport, mode, size } = plan;
  const rate = offeredProbes(plan);
  const packets = mode === 'connect' ? PACKETS_OF_CONNECTION : packetsOf(transport, size, mtu, v6);
  return { packets: rate * packets, bits: rate * size * 8 };
}

/** Above these a run towards a public address needs consent: what no home line mistakes for an attack. */
export const PUBLIC: Load = { packets: 10_000, bits: 10e6 };

/**
 * @param loads of transports that run at the same time; of those one after the other, each by itself
 * @throws SockbenchError `own-network`
 */
export function requireConsent(address: string, loads: readonly (readonly Load[])[]): void {
  for (const together of loads) {
    const packets = together.reduce((all, load) => all + load.packets, 0);
    const bits = together.reduce((all, load) => all + load.bits, 0);
    if (packets <= PUBLIC.packets && bits <= PUBLIC.bits) continue;
    const most = { address, mostPackets: PUBLIC.packets, mostBits: PUBLIC.bits };
    throw new SockbenchError(
      'own-network',
      'start',
      Number.isFinite(bits) ? { ...most, packets, bits } : most,
    );
  }
}

/** Probes per second that no machine sends. */
const MOST_RATE = 1e9;

/** @throws SockbenchError `rate-too-low` where not one probe fits in the run, `rate-too-high` */
export function requirePossible(spec: RunSpec, { rate, size, duration }: TransportPlan): void {
  if (typeof rate !== 'number') return;
  const asked = spec.bitrate == null ? `--rate ${spec.rate}` : `--bitrate ${spec.bitrate}`;
  // A whole one may be a hair less by rounding.
  if ((rate * duration) / 1e9 < 1 - 1e-9)
    throw new SockbenchError('rate-too-low', 'start', { asked, size, duration });
  if (rate > MOST_RATE) throw new SockbenchError('rate-too-high', 'start', { asked, size, most: MOST_RATE });
}
