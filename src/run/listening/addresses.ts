/** Addresses as sockets tell them, made comparable. */
import { isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** An IPv4 address that came through an IPv6 socket is an IPv4 address. */
export function plainAddress(address: string | undefined): string {
  if (address === undefined) return '';
  return address.startsWith('::ffff:') && isIPv4(address.slice(7)) ? address.slice(7) : address;
}

/**
 * Whose an address is, as far as it tells: one IPv4 address, or an IPv6 network of 64 bits, as whoever has one such address
 * has them all (RFC 6177).
 */
export function networkOf(address: string): string {
  // Asked of every session for each that comes: the look for a colon spares most the whole grammar.
  if (!address.includes(':') || address === '::1' || !isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [front, back] = [groups(head), groups(tail ?? '')];
  const zeros = Array<string>(tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)).fill('0');
  const first = [...front, ...zeros, ...back].slice(0, 4);
  return `${first.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

export const isLoopback = (address: string): boolean =>
  address === '::1' || (isIPv4(address) && address.startsWith('127.'));

/** Addresses to give to a classmate: of all interfaces that are up, without loopback; link-local ones last. */
export function lanAddresses(): string[] {
  const all = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    // A link-local IPv6 address needs the name of the other machine's interface.
    .filter((one) => !one.internal && !one.address.toLowerCase().startsWith('fe80'))
    .map((one) => one.address);
  const local = (address: string) => (address.startsWith('169.254.') ? 1 : 0);
  return [...new Set(all)].sort((a, b) => local(a) - local(b) || Number(isIPv6(a)) - Number(isIPv6(b)));
}
