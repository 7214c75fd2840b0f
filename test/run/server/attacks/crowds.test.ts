/** Thousands who want the server's time: an honest session loses nothing. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { HELLO, message, Stream, TYPE_OPEN, TYPE_PROBE, tokenFromHex } from '../client.ts';
import { attacks, ENGINES } from './honest.ts';

describe.each(ENGINES)('%s', (engine) => {
  const { serve, control, honest } = attacks(engine);

  describe('an honest session loses nothing', () => {
    it('while a thousand sessions are opened and never started', async () => {
      const limits = { sessions: 2000, sessionsPerAddress: 2000, handshake: 60e9, memory: 2 ** 33 };
      const server = await serve({}, limits);
      await honest(server, async () => {
        for (let count = 0; count < 1000; count++) await (await control(server)).grant();
      });
    });

    it('while a thousand connections stay half open and others send junk', async () => {
      const server = await serve();
      const half = Array.from({ length: 1000 }, () => connect({ port: server.port, host: '127.0.0.1' }));
      const noise = createSocket('udp4');
      for (const socket of half) socket.on('error', () => {});
      await honest(server, async () => {
        for (const [i, socket] of half.entries()) {
          socket.write(i % 2 === 0 ? 'S' : 'SC\x01\0\0\0');
          noise.send(Buffer.alloc(i % 100, i), server.port, '127.0.0.1');
          if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        }
      });
      for (const socket of half) socket.destroy();
      noise.close();
    });

    it('while sessions are begun and left as fast as it goes, of which a bounded number is granted', async () => {
      const server = await serve();
      const told = { grant: 0, often: 0 };
      let elapsed = 0;
      await honest(server, async () => {
        const begun = performance.now();
        for (let count = 0; count < 300; count++) {
          const session = await control(server);
          session.send(HELLO);
          const grant = session.wait('grant').then(() => 'grant');
          const error = session.wait('error').then(({ message }) => message);
          const answer = await Promise.race([grant, error]);
          if (answer === 'grant') told.grant++;
          else if (answer.includes('many sessions were begun')) told.often++;
          session.socket.destroy();
          await Promise.allSettled([grant, error, session.closed]);
        }
        elapsed = (performance.now() - begun) / 1000;
      });
      // Four times what an address may have at once, and a quarter of it a second.
      expect(told.grant).toBeLessThanOrEqual(33 + 8 * elapsed);
      expect(told.grant).toBeGreaterThan(8);
      expect(told.often).toBeGreaterThan(100);
    });

    it('though it comes after more silent connections than its address may have', async () => {
      const server = await serve({}, { pendingPerAddress: 20 });
      const silent = await Promise.all(Array.from({ length: 60 }, () => Stream.open(server.port)));
      await honest(server);
      // The oldest were given up for the others.
      await Promise.all(silent.slice(0, 30).map((stream) => stream.closed));
      for (const stream of silent) stream.socket.destroy();
    });

    it('though a session that opens nothing was granted many flows: it is no leave to be silent', async () => {
      const server = await serve({}, { pendingPerAddress: 20 });
      const datagrams = await control(server);
      await datagrams.grant({ clients: 100 });
      const streams = await control(server);
      await streams.grant({ transport: 'tcp', clients: 10 });
      const silent = await Promise.all(Array.from({ length: 60 }, () => Stream.open(server.port)));
      // 20 may be silent, and 10 connections are still to come.
      await Promise.all(silent.slice(0, 25).map((stream) => stream.closed));
      expect(silent.slice(35).some((stream) => stream.socket.destroyed)).toBe(false);
      for (const stream of silent) stream.socket.destroy();
    });

    it('though it comes after more connections that began to speak than its address may have', async () => {
      const server = await serve({}, { pendingPerAddress: 20 });
      const begun = await Promise.all(Array.from({ length: 60 }, () => Stream.open(server.port)));
      for (const stream of begun) stream.socket.write('SC');
      await new Promise((resolve) => setTimeout(resolve, 100));
      await honest(server);
      await Promise.all(begun.slice(0, 30).map((stream) => stream.closed));
      for (const stream of begun) stream.socket.destroy();
    });

    it('while another client never reads its answers, for whom no memory grows', async () => {
      const server = await serve();
      const session = await control(server);
      const { token } = await session.grant({ transport: 'tcp', size: 16_384 });
      const deaf = connect({ port: server.port, host: '127.0.0.1' });
      deaf.on('error', () => {}).setMaxListeners(0);
      deaf.write(message(TYPE_OPEN, tokenFromHex(token), 0, 0));
      deaf.pause();
      session.send({ type: 'start' });
      const before = process.memoryUsage().arrayBuffers;
      let sent = 0;
      await honest(server, async () => {
        // Until nothing more is taken: the server stops to read whom it cannot answer.
        for (let stuck = 0; stuck < 20; ) {
          const free = deaf.write(message(TYPE_PROBE, tokenFromHex(token), 0, sent++, 16_384));
          if (!free) await Promise.race([once(deaf, 'drain'), new Promise((r) => setTimeout(r, 20))]);
          stuck = deaf.writableLength > 1e6 ? stuck + 1 : 0;
          if (stuck > 0) await new Promise((r) => setTimeout(r, 5));
        }
      });
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20e6);
      deaf.destroy();
    });
  });
});
