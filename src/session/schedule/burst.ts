/** How many overdue datagrams may leave at once without overflowing a buffer by themselves. Pure. */
import type { Transport } from '../../units.ts';

/** So few never do. */
const LEAST = 16;
/** Of the rate, s: what an ordinary hiccup of a machine holds back. */
const SHARE = 0.02;
/** Of the other end nothing is known: at least the usual buffer of Linux (net.core.rmem_default), bytes. */
export const USUAL_BUFFER = 212_992;
/** What the kernel charges a receive buffer for a datagram beside its bytes, at least. */
const OVERHEAD = 768;

export interface BurstOptions {
  readonly transport: Transport;
  /** Probes per second; null: a flood. */
  readonly rate: number | null;
  readonly size: number;
  readonly flows: number;
  /** Bytes of this end's receive buffer; null: not told. */
  readonly receiveBuffer: number | null;
}

/**
 * The greater of 16 probes, 20 ms of the rate, and what half of the smaller receive buffer holds, each flow having its own.
 * Infinity where a full buffer loses nothing (TCP), or nothing can be overdue (a flood).
 */
export function burstOf({ transport, rate, size, flows, receiveBuffer }: BurstOptions): number {
  if (transport === 'tcp' || rate === null) return Number.POSITIVE_INFINITY;
  const buffer = Math.min(receiveBuffer ?? USUAL_BUFFER, USUAL_BUFFER);
  return Math.max(LEAST, Math.ceil(rate * SHARE), flows * heldBy(buffer, size));
}

/** Datagrams of `size` bytes that half of a receive buffer surely holds. */
export const heldBy = (buffer: number, size: number): number => Math.floor(buffer / 2 / (size + OVERHEAD));
