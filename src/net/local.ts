/** What an address asks of this machine, known before any socket is made: an interface for its zone, a way out for a local address. */
import { readdirSync } from 'node:fs';
import { isIP, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { SockbenchError } from '../errors.ts';

export const LINK_LOCAL = /^fe[89ab]/i;

/**
 * A link-local address says nothing without an interface, and an interface must be there; a number is one, too.
 * @throws SockbenchError `scope-missing`, `no-interface`
 */
export function requireZone(address: string, operation: string): void {
  const [bare = '', zone] = address.split('%');
  if (!isIPv6(bare)) return;
  const interfaces = interfaceNames();
  if (zone === undefined) {
    if (!LINK_LOCAL.test(bare)) return;
    const example = interfaces.find((name) => name !== 'lo') ?? interfaces[0] ?? 'eth0';
    throw new SockbenchError('scope-missing', operation, { host: address, example });
  }
  if (/^\d+$/.test(zone) || interfaces.includes(zone)) return;
  const details = { host: address, zone, interfaces: interfaces.join(', ') };
  throw new SockbenchError('no-interface', operation, details);
}

/** Those without an address, too, where the system tells. */
function interfaceNames(): string[] {
  try {
    return readdirSync('/sys/class/net').filter((name) => name !== 'bonding_masters');
  } catch {
    return Object.keys(networkInterfaces());
  }
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');

/**
 * Whether anything can be sent from `bind` to `address` at all.
 * @throws SockbenchError `bind-family`, `bind-elsewhere`, and those of {@link requireZone}
 */
export function requireWayFrom(bind: string | null, address: string): void {
  if (bind === null) return;
  requireZone(bind, 'bind');
  const [from, to] = [bind.split('%')[0]!, address.split('%')[0]!];
  const details = { bind, address };
  if (isIP(from) !== isIP(to)) throw new SockbenchError('bind-family', 'bind', details);
  if (isLoopback(from) && !isLoopback(to) && !isOwn(to))
    throw new SockbenchError('bind-elsewhere', 'bind', details);
}

/** One's own addresses are reached over loopback, too. */
const isOwn = (address: string): boolean =>
  Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === address));
