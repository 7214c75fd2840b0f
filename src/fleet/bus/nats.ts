/** NATS as a bus: core messages, no persistence. While the broker is away nothing is kept; the connection is sought for ever. */
import { readFileSync } from 'node:fs';
import {
  AuthorizationError,
  connect,
  credsAuthenticator,
  type NatsConnection,
} from '@nats-io/transport-node';
import { SockbenchError } from '../../errors.ts';
import { MOST_BYTES } from '../protocol/envelope.ts';
import type { BusAddress } from './address.ts';
import { type Bus, type Listener, Listeners } from './bus.ts';

/** What NATS' own tools take from the environment: files of credentials and certificates. */
export interface NatsFiles {
  readonly creds?: string | undefined;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** ms. */
const PATIENCE = 5000;
/** A broker that does not answer two of these is away. */
const PING_EVERY = 1500;
const AGAIN_AFTER = 250;

/** @param name of this end, which the broker shows @throws SockbenchError `bus-unreachable`, `bus-refused`, `bus-failed` */
export async function connectNats(address: BusAddress, files: NatsFiles, name: string): Promise<Bus> {
  const { host, port, user, password, token, shown } = address;
  const options = {
    servers: `${host.includes(':') ? `[${host}]` : host}:${port}`,
    name,
    timeout: PATIENCE,
    // Others of its cluster are the broker's business.
    ignoreClusterUpdates: true,
    reconnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: AGAIN_AFTER,
    pingInterval: PING_EVERY,
    maxPingOut: 2,
    ...(user === undefined ? {} : { user, pass: password! }),
    ...(token === undefined ? {} : { token }),
    ...(files.creds === undefined ? {} : { authenticator: credsAuthenticator(readOf(files.creds, shown)) }),
    ...(address.tls || files.ca !== undefined || files.cert !== undefined ? { tls: tlsOf(files) } : {}),
  };
  try {
    const connection = await connect(options);
    const most = connection.info?.max_payload ?? MOST_BYTES;
    if (most >= MOST_BYTES) return new NatsBus(connection);
    await connection.close();
    throw new SockbenchError('bus-failed', 'connect', { address: shown, reason: `max_payload ${most}` });
  } catch (error) {
    throw error instanceof SockbenchError ? error : failureOf(error, shown);
  }
}

/** @param until ms of performance.now() until which a broker that does not answer yet is tried again */
export async function awaitNats(until: number, ...to: Parameters<typeof connectNats>): Promise<Bus> {
  for (;;) {
    try {
      return await connectNats(...to);
    } catch (error) {
      const gone = error instanceof SockbenchError && error.code === 'bus-unreachable';
      if (!gone || performance.now() + AGAIN_AFTER >= until) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
    }
  }
}

const tlsOf = ({ ca, cert, key }: NatsFiles) => ({
  ...(ca === undefined ? {} : { caFile: ca }),
  ...(cert === undefined ? {} : { certFile: cert }),
  ...(key === undefined ? {} : { keyFile: key }),
});

function readOf(file: string, shown: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new SockbenchError(
      'bus-failed',
      'connect',
      { address: shown, reason: `${file}: ${reason}` },
      cause,
    );
  }
}

const NOBODY =
  /ECONNREFUSED|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ECONNRESET|timeout|connection refused/i;

function failureOf(error: unknown, address: string): SockbenchError {
  const { message = String(error), cause } = error as { message?: string; cause?: unknown };
  const said = `${message} ${cause instanceof Error ? `${cause.message} ${(cause as NodeJS.ErrnoException).code ?? ''}` : ''}`;
  if (error instanceof AuthorizationError || /authori[sz]ation|authentication/i.test(said))
    return new SockbenchError('bus-refused', 'connect', { address }, error);
  if (NOBODY.test(said)) return new SockbenchError('bus-unreachable', 'connect', { address }, error);
  return new SockbenchError('bus-failed', 'connect', { address, reason: message.slice(0, 200) }, error);
}

class NatsBus implements Bus {
  readonly #connection: NatsConnection;
  readonly #listeners = new Listeners();
  readonly #awayListeners: ((away: boolean) => void)[] = [];
  #away = false;

  constructor(connection: NatsConnection) {
    this.#connection = connection;
    void this.#watch();
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === 'disconnect' || type === 'close') this.#tell(true);
      else if (type === 'reconnect') this.#tell(false);
    }
  }

  #tell(away: boolean): void {
    if (away === this.#away) return;
    this.#away = away;
    for (const listener of this.#awayListeners) listener(away);
  }

  publish(subject: string, bytes: Uint8Array): void {
    // The client would keep it and send it later: by then something newer has been said.
    if (!this.#away && !this.#connection.isClosed()) this.#connection.publish(subject, bytes);
  }

  subscribe(subject: string, listener: Listener): void {
    if (!this.#listeners.add(subject, listener)) return;
    this.#connection.subscribe(subject, {
      callback: (error, message) => {
        if (error === null) this.#listeners.tell(subject, message.data);
      },
    });
  }

  onAway(listener: (away: boolean) => void): void {
    this.#awayListeners.push(listener);
  }

  async close(): Promise<void> {
    if (this.#connection.isClosed()) return;
    // What was published leaves first; a broker that is away is not waited for.
    if (!this.#away)
      await Promise.race([
        this.#connection.flush(),
        new Promise((resolve) => setTimeout(resolve, 500)),
      ]).catch(() => {});
    await this.#connection.close();
  }
}
