/** Connections that are only opened: each number is answered once. */
import { describe, expect, it } from 'vitest';
import type { Server } from '../../../../src/run/server/server.ts';
import { message, Stream, TYPE_OPEN, TYPE_OPENED, tokenFromHex, typeOf } from '../client.ts';
import { attacks, ENGINES, key } from './honest.ts';

describe.each(ENGINES)('%s', (engine) => {
  const { serve, control, keyed } = attacks(engine);

  describe('mode connect', () => {
    /** Says `open` on a connection of its own; @returns what came back. */
    async function open(server: Server, bytes: Buffer): Promise<Buffer> {
      const stream = await Stream.open(server.port);
      stream.socket.write(bytes);
      const got = await Promise.race([stream.bytes(64), stream.closed]);
      stream.socket.destroy();
      return got ?? stream.got;
    }

    it('answers each number once: a replay gets a sentence', async () => {
      const server = await serve();
      const session = await control(server);
      const { token } = await session.grant({ transport: 'tcp', mode: 'connect' });
      session.send({ type: 'start' });
      const first = message(TYPE_OPEN, tokenFromHex(token), 0, 0);
      expect(typeOf(await open(server, first))).toBe(TYPE_OPENED);
      expect((await open(server, first)).toString()).toContain('no such session');
      expect(typeOf(await open(server, message(TYPE_OPEN, tokenFromHex(token), 0, 1)))).toBe(TYPE_OPENED);
      expect(await session.ledger()).toMatchObject({ received: [2], sent: [2], notAnswered: [0] });
    });

    it('counts what it keeps of its numbers, and ends where that is more than it was granted', async () => {
      const server = await serve({}, { sessionMemory: 1000 });
      const session = await control(server);
      const { token } = await session.grant({ transport: 'tcp', mode: 'connect' });
      session.send({ type: 'start' });
      // Far apart, as only forged numbers are.
      await open(server, message(TYPE_OPEN, tokenFromHex(token), 0, 2 ** 23 + 30_000));
      expect((await session.wait('error')).message).toContain('memory to keep apart');
    });

    it('takes with a key no `open` whose MAC does not hold', async () => {
      const server = await serve({ key });
      const { session, mac, token } = await keyed(server, { transport: 'tcp', mode: 'connect' });
      session.send({ type: 'start' });
      const signed = message(TYPE_OPEN, token, 0, 0);
      mac.sign(new DataView(signed.buffer, signed.byteOffset, 64), 0);
      const moved = Buffer.from(signed);
      moved[23] = 1;
      for (const bytes of [message(TYPE_OPEN, token, 0, 0), moved])
        expect((await open(server, bytes)).toString()).toContain('no such session');
      const opened = await open(server, signed);
      expect(typeOf(opened)).toBe(TYPE_OPENED);
      expect(mac.holds(new DataView(opened.buffer, opened.byteOffset, 64), 0)).toBe(true);
      expect((await open(server, signed)).toString()).toContain('no such session');
      expect(await session.ledger()).toMatchObject({ received: [1], sent: [1], foreign: 2 });
    });

    it('closes a connection that says more than `open`, with it or later', async () => {
      const server = await serve();
      const session = await control(server);
      const { token } = await session.grant({ transport: 'tcp', mode: 'connect' });
      session.send({ type: 'start' });
      const opening = (number: number) => message(TYPE_OPEN, tokenFromHex(token), 0, number);
      const later = await Stream.open(server.port);
      later.socket.write(opening(0));
      expect(typeOf(await later.bytes(64))).toBe(TYPE_OPENED);
      later.socket.write('x');
      await later.closed;
      const atOnce = await Stream.open(server.port);
      atOnce.socket.write(Buffer.concat([opening(1), Buffer.from('x')]));
      await atOnce.closed;
      expect(atOnce.got).toHaveLength(0);
      expect(await session.ledger()).toMatchObject({ received: [2], sent: [1], notAnswered: [1] });
    });

    it('keeps no answer for who has gone: those who stay wait for no one else', async () => {
      const server = await serve({}, { rate: 2 });
      const session = await control(server);
      const { token } = await session.grant({ transport: 'tcp', mode: 'connect' });
      session.send({ type: 'start' });
      const opening = (number: number) => message(TYPE_OPEN, tokenFromHex(token), 0, number);
      for (let number = 0; number < 50; number++) {
        const gone = await Stream.open(server.port);
        await new Promise((resolve) => gone.socket.write(opening(number), resolve));
        gone.socket.resetAndDestroy();
      }
      const begun = performance.now();
      expect(typeOf(await open(server, opening(50)))).toBe(TYPE_OPENED);
      expect(performance.now() - begun).toBeLessThan(5000);
    });

    it('answers no faster than the limit, and everyone in the end', async () => {
      const server = await serve({}, { rate: 20 });
      const session = await control(server);
      const { token } = await session.grant({ transport: 'tcp', mode: 'connect' });
      session.send({ type: 'start' });
      const begun = performance.now();
      const numbers = [...Array(30).keys()];
      await Promise.all(
        numbers.map((number) => open(server, message(TYPE_OPEN, tokenFromHex(token), 0, number))),
      );
      expect(performance.now() - begun).toBeGreaterThan(490);
      expect(await session.ledger()).toMatchObject({ received: [30], sent: [30] });
    });
  });
});
