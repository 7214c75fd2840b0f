/** Sessions by a pre-shared key: what is not signed, or was said before, opens nothing. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Mac } from '../../../../src/wire/mac.ts';
import { freshNonce, proofHolds, proofOf, sessionKeyOf } from '../../../../src/wire/proof.ts';
import { HELLO, message, TYPE_OPEN, TYPE_OPENED, TYPE_PROBE, tokenFromHex, typeOf } from '../client.ts';
import { attacks, ENGINES, key } from './honest.ts';

describe.each(ENGINES)('%s', (engine) => {
  const { serve, control, events, answersTo } = attacks(engine);

  describe('a key', () => {
    it('is proved by both sides, and every datagram carries its MAC', async () => {
      const server = await serve({ key });
      const session = await control(server);
      const nonce = freshNonce();
      session.send({ ...HELLO, nonce });
      const challenge = await session.wait('challenge');
      const nonces = { client: nonce, server: challenge.nonce };
      expect(proofHolds(key, 'server', nonces, challenge.proof)).toBe(true);
      session.send({ type: 'proof', proof: proofOf(key, 'client', nonces) });
      const { token, keyed } = await session.wait('grant');
      expect(keyed).toBe(true);
      const mac = new Mac(sessionKeyOf(key, nonces, tokenFromHex(token)));
      const signed = (bytes: Buffer) => {
        mac.sign(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0);
        return bytes;
      };
      const socket = createSocket('udp4');
      const got: Buffer[] = [];
      await new Promise<void>((resolve) => socket.connect(server.port, '127.0.0.1', resolve));
      // An open without the MAC opens nothing.
      const unsigned = message(TYPE_OPEN, tokenFromHex(token), 0, 0);
      expect(await answersTo(server, [unsigned], false)).toBe(0);
      // Nor does it keep out the one that comes right behind it.
      socket.send(unsigned);
      socket.send(signed(message(TYPE_OPEN, tokenFromHex(token), 0, 0)));
      const [opened] = (await once(socket, 'message')) as [Buffer];
      expect(typeOf(opened)).toBe(TYPE_OPENED);
      socket.on('message', (bytes: Buffer) => got.push(bytes));
      const probe = signed(message(TYPE_PROBE, tokenFromHex(token), 0, 0));
      socket.send(probe);
      // A replay, a forged MAC, and a MAC moved to another number.
      socket.send(probe);
      socket.send(message(TYPE_PROBE, tokenFromHex(token), 0, 1));
      const moved = Buffer.from(probe);
      moved[23] = 2;
      socket.send(moved);
      await once(socket, 'message');
      expect(await session.ledger()).toMatchObject({ received: [1], sent: [1], duplicates: 1, foreign: 2 });
      expect(mac.holds(new DataView(got[0]!.buffer, got[0]!.byteOffset, 64), 0)).toBe(true);
      expect(got).toHaveLength(1);
      socket.close();
    });

    it('that is wrong, guessed twice, or replayed, opens nothing', async () => {
      const server = await serve({ key });
      const session = await control(server);
      const nonce = freshNonce();
      session.send({ ...HELLO, nonce });
      const challenge = await session.wait('challenge');
      const nonces = { client: nonce, server: challenge.nonce };
      const wrong = proofOf(Buffer.from('another key of sixteen bytes'), 'client', nonces);
      session.send({ type: 'proof', proof: wrong });
      session.send({ type: 'proof', proof: proofOf(key, 'client', nonces) });
      expect(await session.wait('error')).toMatchObject({ code: 'key' });
      await session.closed;
      // The right proof of another connection, and the server's own proof turned back at it.
      for (const proof of [proofOf(key, 'client', nonces), challenge.proof]) {
        const again = await control(server);
        again.send({ ...HELLO, nonce });
        await again.wait('challenge');
        again.send({ type: 'proof', proof });
        expect(await again.wait('error')).toMatchObject({ code: 'key' });
      }
      expect(events().some((event) => event.event === 'session-started')).toBe(false);
    });

    it('is not needed where a run serves itself: whoever else finds the port gets one sentence', async () => {
      const caller = freshNonce();
      const server = await serve({ caller });
      const other = await control(server);
      other.send({ ...HELLO, nonce: freshNonce() });
      expect(await other.wait('error')).toMatchObject({
        code: 'busy',
        message: 'this server belongs to the run that started it.',
      });
      const own = await control(server);
      expect(await own.grant({ nonce: caller })).toMatchObject({ type: 'grant' });
    });
  });
});
