/** Plain sockets that were never admitted: none gets more than a sentence. */
import { createSocket } from 'node:dgram';
import { describe, expect, it } from 'vitest';
import { FLAG_ANSWER } from '../../../../src/wire/header.ts';
import {
  DatagramFlow,
  HELLO,
  message,
  Stream,
  TYPE_OPEN,
  TYPE_OPENED,
  TYPE_PROBE,
  tokenFromHex,
} from '../client.ts';
import { attacks, ENGINES } from './honest.ts';

describe.each(ENGINES)('%s', (engine) => {
  const { serve, control, answersTo, honest } = attacks(engine);

  describe('strangers over UDP', () => {
    it('get no answer, whatever they send', async () => {
      const server = await serve();
      const session = await control(server);
      const { token } = await session.grant();
      const right = tokenFromHex(token);
      const wrong = { high: right.high ^ 1, low: right.low };
      const junk = [0, 1, 2, 63, 64, 65, 1400].map((size) => Buffer.alloc(size, 'S'));
      const forged = [
        message(TYPE_OPEN, wrong, 0, 0),
        message(TYPE_PROBE, wrong, 0, 0),
        message(TYPE_PROBE, right, 0, 0),
        message(TYPE_OPENED, right, 0, 0),
        // Beyond what was granted, and longer than an open is.
        message(TYPE_OPEN, right, 1, 0),
        message(TYPE_OPEN, right, 0xffff_ffff, 0),
        message(TYPE_OPEN, right, 0, 0, 65),
      ];
      expect(await answersTo(server, [...junk, ...forged])).toBe(0);
    });

    it('get no answer from another address than the session came from', async () => {
      const server = await serve({ addresses: ['127.0.0.1', '127.0.0.2'] });
      const session = await control(server);
      const { token } = await session.grant();
      const socket = createSocket('udp4');
      let answers = 0;
      socket.on('message', () => answers++);
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.3', resolve));
      socket.send(message(TYPE_OPEN, tokenFromHex(token), 0, 0), server.port, '127.0.0.1');
      await honest(server);
      expect(answers).toBe(0);
      socket.close();
    });

    it('cannot take over a flow that is open', async () => {
      const server = await serve();
      const session = await control(server);
      const { token } = await session.grant();
      const flow = await DatagramFlow.open(server.port, token, 0);
      const again = message(TYPE_OPEN, flow.token, 0, 0);
      expect(await answersTo(server, [again, again])).toBe(0);
      flow.send(0);
      await flow.until(() => flow.got.length === 1);
      flow.socket.close();
    });

    // A slow machine repeats its own open, whose answer counts as one too many: a second try.
    it('get nothing from a flow’s own socket either: an open is answered with its token and number alone', {
      retry: 1,
    }, async () => {
      const server = await serve();
      const session = await control(server);
      const { token } = await session.grant({ clients: 2 });
      const flow = await DatagramFlow.open(server.port, token, 0);
      flow.socket.send(message(TYPE_OPEN, { ...flow.token, low: (flow.token.low + 1) >>> 0 }, 0, 0));
      flow.socket.send(message(TYPE_OPEN, flow.token, 1, 0));
      flow.send(0);
      await flow.until(() => flow.got.length === 1);
      expect(flow.reopened).toBe(0);
      flow.socket.send(message(TYPE_OPEN, flow.token, 0, 0));
      await flow.until(() => flow.reopened === 1);
      flow.socket.close();
    });

    it('get a plain echo only where it was asked for, on loopback, from a port that is nobody’s service', async () => {
      const server = await serve({ echo: true });
      expect(await answersTo(server, [Buffer.from('hello'), Buffer.alloc(64, 'S')])).toBe(2);
      // A client of ours may want plain echo; another server's answer is never echoed, nor is what was meant for a session.
      expect(await answersTo(server, [message(TYPE_PROBE, { high: 1, low: 2 }, 0, 0)])).toBe(1);
      const sent = message(TYPE_PROBE, { high: 1, low: 2 }, 0, 0, 64, FLAG_ANSWER);
      expect(await answersTo(server, [sent, message(TYPE_OPEN, { high: 1, low: 2 }, 0, 0)])).toBe(0);
      const mdns = createSocket('udp4');
      let answers = 0;
      mdns.on('message', () => answers++);
      await new Promise<void>((resolve) => mdns.bind(11_211, '127.0.0.1', resolve));
      mdns.send(Buffer.from('hello'), server.port, '127.0.0.1');
      await honest(server);
      expect(answers).toBe(0);
      mdns.close();
    });
  });

  describe('strangers over TCP', () => {
    it('get one sentence and are hung up on', async () => {
      const server = await serve();
      for (const said of ['GET / HTTP/1.1\r\n\r\n', '\0\0\0\0', 'hello', 'SX']) {
        const stream = await Stream.open(server.port);
        stream.socket.write(said);
        await stream.closed;
        expect(stream.got.toString()).toMatch(/^This is a sockbench server\.[^\n]*\n$/);
      }
      const forged = await Stream.open(server.port);
      forged.socket.write(message(TYPE_OPEN, { high: 1, low: 2 }, 0, 0));
      await forged.closed;
      expect(forged.got.toString()).toMatch(/no such session/);
    });

    it('are hung up on when they say nothing, or not enough, in time', async () => {
      const server = await serve({}, { handshake: 200e6 });
      const streams = await Promise.all(
        ['', 'S', 'SC', 'SB123'].map(async (said) => {
          const stream = await Stream.open(server.port);
          stream.socket.write(said);
          return stream;
        }),
      );
      await Promise.all(streams.map((stream) => stream.closed));
    });

    it('get their echo where it was asked for', async () => {
      const server = await serve({ echo: true });
      const stream = await Stream.open(server.port);
      stream.socket.write('hello');
      expect((await stream.bytes(5)).toString()).toBe('hello');
      stream.socket.end();
      await stream.closed;
    });

    it.each([
      ['junk', Buffer.from('SC\x01\0\0\0\0\x04junk')],
      ['a frame of 4 GiB', Buffer.from('SC\x01\0\xff\xff\xff\xff', 'latin1')],
      ['another message', Buffer.from('SC\x01\0\0\0\0\x10{"type":"start"}')],
    ])('are refused in one sentence when their control frames are %s', async (_name, bytes) => {
      const server = await serve();
      const session = await control(server);
      session.socket.write(bytes);
      expect((await session.wait('error')).message).toMatch(/^[a-z].*\.$/);
      await session.closed;
    });

    it('of another version are told ours', async () => {
      const session = await control(await serve());
      session.send({ ...HELLO, version: 99 });
      expect(await session.wait('error')).toMatchObject({ code: 'version', version: 1 });
    });
  });
});
