/**
 * Plain echo (RFC 862) for callers that are not ours.
 *
 * Over UDP such a service is a weapon for whoever forges a sender's address (reflection, and the loop between two echo
 * services), so it answers on loopback alone (or in the lab, which no datagram leaves), and never a well-known port.
 */
import type { Socket } from 'node:net';
import { isLoopback, plainAddress } from './addresses.ts';

/** Services that answer whatever reaches them, above the well-known ports: SSDP, SIP, mDNS, memcached, CoAP and others. */
const SERVICES: ReadonlySet<number> = new Set([
  1194, 1434, 1701, 1900, 2049, 2123, 2152, 3283, 3389, 3478, 3702, 4500, 5060, 5351, 5353, 5355, 5683, 6881,
  7001, 10_001, 11_211, 17_185, 20_000, 26_000, 27_015, 27_960, 30_120, 32_100, 37_810, 47_808,
]);

/** Whether a datagram from there may be answered without a token, beside what no answer may do (net/datagrams/answering.ts). */
export function mayEcho(from: { address: string; port: number }, anyone: boolean): boolean {
  return !SERVICES.has(from.port) && (anyone || isLoopback(plainAddress(from.address)));
}

/** Sends a connection's bytes back, as fast as they are read and no faster. */
export function echoStream(socket: Socket, first: Buffer, idleMs: number): void {
  socket.setTimeout(idleMs, () => socket.destroy());
  socket.write(first);
  socket.pipe(socket);
}
