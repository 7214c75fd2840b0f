/** Whose arrivals the kernel is asked to stamp, at either end. */
import type { Transport } from '../units.ts';

/**
 * Connections that wait for each answer: so few spend their time waiting, and a stamp costs nothing that is seen; many
 * go as fast as the two processors can, and it would cost what is measured.
 */
const FEW = 8;

export interface Stamping {
  readonly transport: Transport;
  readonly mode: 'echo' | 'up' | 'down' | 'both' | 'connect';
  /** Flows at this end. */
  readonly clients: number;
  /** Probes leave by a schedule. */
  readonly paced: boolean;
  /** Datagrams one way as fast as they go. */
  readonly flood: boolean;
}

export function isStamped({ transport, mode, clients, paced, flood }: Stamping): boolean {
  if (transport === 'udp') return !flood;
  return mode === 'echo' && (paced || clients <= FEW);
}
