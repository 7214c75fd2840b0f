/** What the system says when a socket fails, as one of our errors. */
import { SockbenchError } from '../errors.ts';
import type { Address } from './port.ts';

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

/** An error of node:net or node:dgram in our words; `operation` is what was tried, such as `connect` or `bind`. */
export function socketFailure(error: unknown, operation: string, where: Address): SockbenchError {
  if (error instanceof SockbenchError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const details = { address: showAddress(where), port: where.port, operation };
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
