/** What the system says when a socket fails, as one of our errors. */
import { networkInterfaces } from 'node:os';
import { SockbenchError } from '../errors.ts';
import type { Address } from './port.ts';

/** The system found nothing to connect from: an address that is not ours, no IPv6 at all, or no port left. */
function noLocalAddress(
  details: SockbenchError['details'],
  where: Address,
  bind: string | null,
  cause: unknown,
): SockbenchError {
  if (bind !== null)
    return new SockbenchError('address-not-local', 'connect', { ...details, address: bind }, cause);
  const family = where.address.includes(':') ? 'IPv6' : 'IPv4';
  const known = Object.values(networkInterfaces()).some((all) => all?.some((one) => one.family === family));
  return new SockbenchError(known ? 'no-local-port' : 'unreachable', 'connect', details, cause);
}

/** An IPv6 address that says nothing without its interface. */
const isLinkLocal = (address: string): boolean => /^fe[89ab]/i.test(address) && !address.includes('%');

const CODES = {
  ECONNREFUSED: 'connection-refused',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EADDRNOTAVAIL: 'address-not-local',
  ETIMEDOUT: 'connect-timeout',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  EADDRINUSE: 'port-in-use',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  ENOTFOUND: 'unresolvable',
  EAI_AGAIN: 'unresolvable',
} as const;

/** `127.0.0.1:5000`, `[::1]:5000`: as people write it. */
export function showAddress({ address, port }: Address): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * An error of node:net or node:dgram in our words; `operation` is what was tried, such as `connect` or `bind`.
 * @param bind the local address that a connection was to leave from; null: any
 */
export function socketFailure(
  error: unknown,
  operation: string,
  where: Address,
  bind: string | null = null,
): SockbenchError {
  if (error instanceof SockbenchError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const details = { address: showAddress(where), port: where.port, operation };
  if (code === 'EADDRNOTAVAIL' && operation === 'connect') return noLocalAddress(details, where, bind, error);
  if (code === 'EINVAL' && isLinkLocal(where.address))
    return new SockbenchError('scope-missing', operation, { ...details, host: where.address }, error);
  if (code === 'EMFILE' || code === 'ENFILE')
    return new SockbenchError('too-many-files', operation, details, error);
  const known = Object.hasOwn(CODES, code) ? CODES[code as keyof typeof CODES] : undefined;
  if (known !== undefined) return new SockbenchError(known, operation, details, error);
  return new SockbenchError(
    'internal',
    operation,
    { ...details, reason: `${operation}: ${String(error)}` },
    error,
  );
}
