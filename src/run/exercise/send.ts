/** The lesson's client: one message, over TCP or UDP, and what came of it. */
import { createSocket } from 'node:dgram';
import { createConnection, isIPv6 } from 'node:net';
import { SockbenchError } from '../../errors.ts';
import { showAddress, socketFailure } from '../../net/failure.ts';
import type { Address } from '../../net/port.ts';
import type { Transport } from '../../units.ts';

const CONNECT_MS = 5000;
/** After the first bytes of an answer, so long a silence ends it. */
const QUIET_MS = 100;
/** What would listen there. */
const START = 'sockbench listen --lan';
export const ANSWER_BYTES = 64 * 1024;

export type SendEvent =
  | { readonly kind: 'connected'; readonly ms: number }
  | { readonly kind: 'sent'; readonly bytes: number }
  | { readonly kind: 'answer'; readonly bytes: Buffer }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'closed'; readonly byPeer: boolean };

export interface SendOptions {
  readonly target: Address;
  readonly transport: Transport;
  readonly message: Buffer;
  /** ms to wait for an answer; 0: none is waited for */
  readonly wait: number;
}

/** @throws SockbenchError what {@link socketFailure} tells, `connect-timeout`, `datagram-too-large` */
export function sendMessage(options: SendOptions, tell: (event: SendEvent) => void): Promise<void> {
  return options.transport === 'tcp' ? overTcp(options, tell) : overUdp(options, tell);
}

function overTcp({ target, message, wait }: SendOptions, tell: (event: SendEvent) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const socket = createConnection({ host: target.address, port: target.port, noDelay: true });
    const parts: Buffer[] = [];
    let size = 0;
    let ended = false;
    let connected = false;
    let timer = setTimeout(() => {
      socket.destroy(new SockbenchError('connect-timeout', 'connect', { address: showAddress(target) }));
    }, CONNECT_MS);
    const finish = (byPeer: boolean) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      if (size > 0) tell({ kind: 'answer', bytes: Buffer.concat(parts).subarray(0, ANSWER_BYTES) });
      else if (wait > 0) tell({ kind: 'no-answer' });
      tell({ kind: 'closed', byPeer });
      socket.end();
      socket.destroySoon();
      resolve();
    };
    const finishIn = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => finish(false), ms);
    };
    socket.on('error', (error) => {
      clearTimeout(timer);
      ended = true;
      reject(socketFailure(error, connected ? 'send' : 'connect', target, { start: START }));
    });
    socket.on('connect', () => {
      clearTimeout(timer);
      connected = true;
      tell({ kind: 'connected', ms: performance.now() - began });
      socket.write(message, (error) => {
        if (error) return;
        tell({ kind: 'sent', bytes: message.length });
        if (wait === 0) finish(false);
        else if (!ended) finishIn(wait);
      });
    });
    socket.on('data', (chunk) => {
      parts.push(chunk);
      size += chunk.length;
      if (size >= ANSWER_BYTES) finish(false);
      else finishIn(QUIET_MS);
    });
    socket.on('end', () => finish(true));
  });
}

function overUdp({ target, message, wait }: SendOptions, tell: (event: SendEvent) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(target.address.split('%')[0]!) ? 'udp6' : 'udp4');
    let timer: NodeJS.Timeout | undefined;
    const close = () => {
      clearTimeout(timer);
      socket.close();
    };
    const fail = (error: unknown) => {
      socket.off('error', fail);
      close();
      const attempt = { transport: 'udp', bytes: message.length, start: START } as const;
      reject(socketFailure(error, 'send', target, attempt));
    };
    socket.once('error', fail);
    socket.on('message', (bytes) => {
      tell({ kind: 'answer', bytes });
      close();
      resolve();
    });
    socket.connect(target.port, target.address, (unconnected?: Error | null) => {
      if (unconnected != null) return fail(unconnected);
      socket.send(message, (error) => {
        if (error) return fail(error);
        tell({ kind: 'sent', bytes: message.length });
        timer = setTimeout(() => {
          if (wait > 0) tell({ kind: 'no-answer' });
          close();
          resolve();
        }, wait);
      });
    });
  });
}
