/** What the system says when a socket fails, as one of our errors: each errno by what was being done, so that the remedy fits the cause. */
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { SockbenchError } from '../errors.ts';
import type { Address } from './port.ts';

/** What is known of an attempt beyond its errno. */
export interface Attempt {
  /** The local address that it was to leave from; null: any. */
  readonly bind?: string | null | undefined;
  /** The command that would listen there. */
  readonly start?: string;
  readonly transport?: 'tcp' | 'udp';
  /** Of the message. */
  readonly bytes?: number;
}

type Code = SockbenchError['code'];

/** The same whatever was being done. */
const CODES: Readonly<Record<string, Code>> = {
  ECONNREFUSED: 'connection-refused',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENONET: 'unreachable',
  ENETDOWN: 'interface-down',
  ENODEV: 'interface-down',
  ENXIO: 'interface-down',
  ETIMEDOUT: 'connect-timeout',
  ECONNRESET: 'connection-reset',
  ECONNABORTED: 'connection-reset',
  ENETRESET: 'connection-reset',
  ENOTCONN: 'connection-reset',
  ESHUTDOWN: 'connection-reset',
  EPIPE: 'connection-reset',
  EADDRINUSE: 'no-local-port',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EMFILE: 'too-many-files',
  ENFILE: 'too-many-files',
  ENOBUFS: 'no-memory',
  ENOMEM: 'no-memory',
  ENOSPC: 'no-memory',
  EMSGSIZE: 'datagram-too-large',
  EAFNOSUPPORT: 'unsupported',
  EPFNOSUPPORT: 'unsupported',
  EPROTONOSUPPORT: 'unsupported',
  ESOCKTNOSUPPORT: 'unsupported',
  ENOTFOUND: 'unresolvable',
  EAI_AGAIN: 'name-server',
  EAI_FAIL: 'name-server',
};

/** Where it means something else, by what was being done. */
const BY_OPERATION: Readonly<Record<string, Readonly<Record<string, Code>>>> = {
  listen: {
    EADDRINUSE: 'port-in-use',
    EADDRNOTAVAIL: 'address-not-local',
    EACCES: 'permission-denied',
    EPERM: 'permission-denied',
  },
  bind: { EADDRNOTAVAIL: 'address-not-local', EACCES: 'permission-denied', EPERM: 'permission-denied' },
  // The address that it left from was taken away, or its route is a black hole.
  send: { ETIMEDOUT: 'peer-silent', EADDRNOTAVAIL: 'unreachable', EINVAL: 'unreachable' },
};

/** Nobody but we can have caused these. */
const OURS: ReadonlySet<string> = new Set([
  'EBADF',
  'EFAULT',
  'ENOTSOCK',
  'EDESTADDRREQ',
  'EISCONN',
  'EALREADY',
  'EINPROGRESS',
]);

/** `127.0.0.1:5000`, `[::1]:5000`: as people write it. */
export function showAddress({ address, port }: Address): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * An error of node:net, node:dgram or a system call in our words.
 * @param operation what was tried: `connect`, `bind`, `listen`, `send`, or the name of a call
 * @param where the other side; of `bind` and `listen`, the own address
 */
export function socketFailure(
  error: unknown,
  operation: string,
  where: Address,
  attempt: Attempt = {},
): SockbenchError {
  if (error instanceof SockbenchError) return error;
  const { code: errno = '', syscall } = error as NodeJS.ErrnoException;
  const { bind, start, bytes } = attempt;
  // A connection from an address of one's own begins with `bind`.
  if (syscall === 'bind' && operation === 'connect' && bind != null)
    return socketFailure({ code: errno, cause: error }, 'bind', { address: bind, port: 0 });
  const code = codeOf(errno, operation, where, attempt);
  const own = code === 'address-not-local';
  const details = {
    address: own ? (operation === 'connect' ? bind! : where.address) : showAddress(where),
    port: where.port,
    operation,
    errno,
    ...(start === undefined ? {} : { start }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(code === 'internal' ? { reason: `${operation}: ${textOf(error)}` } : {}),
  };
  return new SockbenchError(code, operation, details, error);
}

/** Of a send that was refused: what the errno says there. */
export const codeOfSend = (errno: string, transport: 'tcp' | 'udp'): Code =>
  codeOf(errno, 'send', { address: '', port: 0 }, { transport });

function codeOf(errno: string, operation: string, where: Address, { bind, transport }: Attempt): Code {
  if (!/^E[A-Z0-9_]+$/.test(errno) || errno.startsWith('ERR_') || OURS.has(errno)) return 'internal';
  if (errno === 'EADDRNOTAVAIL' && operation === 'connect')
    return bind == null ? noLocalAddress(where) : 'address-not-local';
  if (errno === 'ECONNREFUSED' && transport === 'udp') return 'datagram-refused';
  const special = BY_OPERATION[operation];
  if (special !== undefined && Object.hasOwn(special, errno)) return special[errno]!;
  if (Object.hasOwn(CODES, errno)) return CODES[errno]!;
  return errno.startsWith('EAI_') ? 'unresolvable' : 'system-refused';
}

/** The system found nothing to connect from: no address of that family at all, or no port left. */
function noLocalAddress({ address }: Address): Code {
  const family = isIPv6(address) ? 'IPv6' : 'IPv4';
  const known = Object.values(networkInterfaces()).some((all) => all?.some((one) => one.family === family));
  return known ? 'no-local-port' : 'unreachable';
}

const textOf = (error: unknown): string =>
  error instanceof Error ? String(error) : String((error as NodeJS.ErrnoException).code ?? error);
