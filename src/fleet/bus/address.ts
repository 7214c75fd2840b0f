/** Where a broker is, and what it wants to see, from one address: `nats://USER:PASSWORD@HOST:4222`. Pure. */
import { SockbenchError } from '../../errors.ts';

export interface BusAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  /** As it may be shown: without credentials. */
  readonly shown: string;
}

const NATS_PORT = 4222;
const CREDENTIALS = /^([a-z]+:\/\/)?[^/?#]*@/i;

/** Of a text that may be no address at all. */
export const withoutCredentials = (text: string): string => text.replace(CREDENTIALS, '$1');

/** @throws SockbenchError `bad-bus`, which shows no credentials */
export function busAddress(text: string): BusAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = url?.protocol;
  if (url === undefined || (scheme !== 'nats:' && scheme !== 'tls:') || url.hostname === '') throw bad(text);
  if ((url.pathname !== '' && url.pathname !== '/') || url.search !== '' || url.hash !== '') throw bad(text);
  const port = url.port === '' ? NATS_PORT : Number(url.port);
  const [user, password] = [url.username, url.password].map((part) => decoded(part, text));
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host,
    port,
    tls: scheme === 'tls:',
    // As NATS has it: a name alone is a token.
    ...(user === '' ? {} : password === '' ? { token: user! } : { user: user!, password: password! }),
    shown: `${scheme}//${url.hostname}:${port}`,
  };
}

function decoded(part: string, text: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw bad(text);
  }
}

const bad = (text: string): SockbenchError =>
  new SockbenchError('bad-bus', 'parse', { given: JSON.stringify(withoutCredentials(text).slice(0, 100)) });
