/** Services that answer each other: whatever goes round ends by itself. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { describe, expect, it, vi } from 'vitest';
import { AnsweringSocket } from '../../../../src/net/datagrams/answering.ts';
import { LoopGuard } from '../../../../src/run/listening/loop-guard.ts';
import { built } from '../bench.ts';
import { message, TYPE_OPEN, tokenFromHex } from '../client.ts';
import { attacks, ENGINES } from './honest.ts';

describe.each(ENGINES)('%s', (engine) => {
  const { serve, control, answersTo, honest } = attacks(engine);

  describe('echo loops', () => {
    /** A service that answers everything, as another echo server does. */
    async function echoPeer(): Promise<{ socket: DatagramSocket; got: () => number }> {
      const socket = createSocket('udp4');
      let got = 0;
      socket.on('message', (bytes, { port, address }) => {
        got++;
        socket.send(bytes, port, address);
      });
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
      return { socket, got: () => got };
    }

    it('between a server and another service that answers everything end by themselves', async () => {
      const server = await serve({ echo: true });
      const peer = await echoPeer();
      for (const word of ['round and round', 'and another']) peer.socket.send(word, server.port, '127.0.0.1');
      let before = -1;
      while (peer.got() !== before) {
        before = peer.got();
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      expect(peer.got()).toBe(400);
      // Others are still answered.
      expect(await answersTo(server, [Buffer.from('round and round')])).toBe(1);
      peer.socket.close();
    });

    it('between two servers end by themselves', async () => {
      const one = await serve({ echo: true });
      const other = await serve({ echo: true });
      // What a forged datagram would be, sent by the only one who can: a socket of the same program.
      const forged = await AnsweringSocket.open(
        { address: '127.0.0.1', port: other.port },
        { shared: 'next' },
      );
      const { LoopGuard: guard } =
        engine === 'linux'
          ? await built<{ LoopGuard: typeof LoopGuard }>('run/listening/loop-guard.js')
          : { LoopGuard };
      const seen = vi.spyOn(guard.prototype, 'admits');
      const to = { address: '127.0.0.1', port: one.port };
      await new Promise<void>((resolve) => forged.answer(Buffer.from('round'), to, () => resolve()));
      // What answers the forged datagram now finds the other server.
      await forged.close();
      let before = -1;
      while (seen.mock.calls.length !== before) {
        before = seen.mock.calls.length;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      // It did go round, and it stopped.
      expect(before).toBeGreaterThan(100);
      expect(before).toBeLessThanOrEqual(402);
      seen.mockRestore();
    });

    it('are never begun towards a port of a well-known service, even with a token', async () => {
      const server = await serve();
      const session = await control(server);
      const { token } = await session.grant();
      const dns = createSocket('udp4');
      let answers = 0;
      dns.on('message', () => answers++);
      const bound = await new Promise<boolean>((resolve) => {
        dns.once('error', () => resolve(false));
        dns.bind(953, '127.0.0.1', () => resolve(true));
      });
      if (!bound) {
        console.log('skipped: low ports may be used by root alone');
        return;
      }
      dns.send(message(TYPE_OPEN, tokenFromHex(token), 0, 0), server.port, '127.0.0.1');
      await honest(server);
      expect(answers).toBe(0);
      dns.close();
    });
  });
});
