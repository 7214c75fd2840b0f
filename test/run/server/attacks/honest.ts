/** What every attack is measured by: an honest session on the same server, which loses nothing meanwhile. */
import { createSocket } from 'node:dgram';
import { expect } from 'vitest';
import type { Server } from '../../../../src/run/server/server.ts';
import type { Hello } from '../../../../src/wire/control.ts';
import { Mac } from '../../../../src/wire/mac.ts';
import { freshNonce, proofOf, sessionKeyOf } from '../../../../src/wire/proof.ts';
import { noFfi } from '../../../end-to-end/engines.ts';
import { bench } from '../bench.ts';
import { DatagramFlow, HELLO, numberOf, tokenFromHex } from '../client.ts';

export const ENGINES = noFfi === undefined ? (['portable', 'linux'] as const) : (['portable'] as const);

/** Probes of an honest session. */
const LEAST = 50;

export const key = Buffer.from('a key of more than sixteen bytes');

export function attacks(engine: (typeof ENGINES)[number]) {
  const { serve, control, events } = bench(engine);

  /** Sends datagrams to the server's port; @returns how many came back until an honest exchange has passed. */
  async function answersTo(server: Server, datagrams: readonly Buffer[], exchange = true): Promise<number> {
    const socket = createSocket('udp4');
    let answers = 0;
    socket.on('message', () => answers++);
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    for (const datagram of datagrams) socket.send(datagram, server.port, '127.0.0.1');
    if (exchange) await honest(server);
    // A server with a key admits no plain exchange: time enough for any answer over loopback.
    else await new Promise((resolve) => setTimeout(resolve, 150));
    socket.close();
    return answers;
  }

  /** A session that must lose nothing. `during` runs between its first and its last probe, with about one a millisecond. */
  async function honest(
    server: Server,
    during: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const session = await control(server);
    const { token } = await session.grant();
    const flow = await DatagramFlow.open(server.port, token, 0);
    session.send({ type: 'start' });
    // As every client says that it is still there.
    const alive = setInterval(() => session.send({ type: 'ping' }), 2000);
    let number = 0;
    let attacking = true;
    const attack = during().finally(() => {
      attacking = false;
    });
    while (attacking || number < LEAST) {
      flow.send(number++);
      await flow.until(() => flow.got.length === number);
      // As fast as it goes, it would take the machine from those who attack.
      if (number >= LEAST) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    clearInterval(alive);
    await attack;
    expect(flow.got.map(numberOf)).toEqual([...Array(number).keys()]);
    expect(await session.ledger()).toMatchObject({
      received: [number],
      sent: [number],
      duplicates: 0,
      foreign: 0,
    });
    session.send({ type: 'bye' });
    await session.closed;
    flow.socket.close();
  }

  /** A session that was granted by the key. */
  async function keyed(server: Server, changes: Partial<Hello>) {
    const session = await control(server);
    const nonce = freshNonce();
    session.send({ ...HELLO, ...changes, nonce });
    const nonces = { client: nonce, server: (await session.wait('challenge')).nonce };
    session.send({ type: 'proof', proof: proofOf(key, 'client', nonces) });
    const token = tokenFromHex((await session.wait('grant')).token);
    return { session, token, mac: new Mac(sessionKeyOf(key, nonces, token)) };
  }

  return { serve, control, events, answersTo, honest, keyed };
}
