/** Where others reach what listens here: what a classmate types behind a command. */
import { isIPv6 } from 'node:net';
import { isLoopback, lanAddresses } from '../run/listening/addresses.ts';

/** The port that every command assumes. */
const DEFAULT_PORT = 5000;

/** @returns addresses of this machine that others reach; none where only this machine does */
export function reachableAddresses(listensOn: readonly string[]): readonly string[] {
  const everywhere = listensOn.includes('0.0.0.0') || listensOn.includes('::');
  return everywhere ? lanAddresses() : listensOn.filter((address) => !isLoopback(address));
}

/** `192.168.0.7`, `192.168.0.7:5001`, `[fe80::1%eth0]:5000`. */
export function targetOf(address: string, port: number): string {
  if (isIPv6(address)) return `[${address}]:${port}`;
  return port === DEFAULT_PORT ? address : `${address}:${port}`;
}
