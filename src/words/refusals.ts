/** Why a system refuses a send, by its errno: which remedy fits. Pure. */

export type Refusal =
  | 'queueFull'
  | 'noWay'
  | 'forbidden'
  | 'tooLarge'
  | 'nobodyThere'
  | 'notReached'
  | 'connectionGone'
  | 'other';

const KINDS: Readonly<Record<string, Refusal>> = {
  EAGAIN: 'queueFull',
  ENOBUFS: 'queueFull',
  ENOMEM: 'queueFull',
  ENETUNREACH: 'noWay',
  ENETDOWN: 'noWay',
  ENONET: 'noWay',
  ENODEV: 'noWay',
  ENXIO: 'noWay',
  EADDRNOTAVAIL: 'noWay',
  EINVAL: 'noWay',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EMSGSIZE: 'tooLarge',
  ECONNREFUSED: 'nobodyThere',
  EHOSTUNREACH: 'notReached',
  EHOSTDOWN: 'notReached',
  EPIPE: 'connectionGone',
  ECONNRESET: 'connectionGone',
  ECONNABORTED: 'connectionGone',
  ENOTCONN: 'connectionGone',
  ETIMEDOUT: 'connectionGone',
};

export const refusalOf = (errno: unknown): Refusal =>
  typeof errno === 'string' && Object.hasOwn(KINDS, errno) ? KINDS[errno]! : 'other';
