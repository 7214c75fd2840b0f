/** Attacks by connections, on whatever takes them. */

import { encodeFrame } from '../../../src/wire/frame.ts';
import { frameOf, HELLO, message, POISON, TYPE_OPEN } from '../../run/server/client.ts';
import { type Attack, inRounds, many } from '../attack.ts';
import { pause } from '../callers.ts';

const EVERYBODY = ['serve', 'serve --echo', 'serve --delay', 'chat', 'listen'] as const;
const SERVERS = ['serve', 'serve --echo', 'serve --delay'] as const;

export const connections: readonly Attack[] = [
  {
    name: 'connections that say nothing',
    on: EVERYBODY,
    run: async (callers) => {
      await inRounds(many(250), 500, async (count) => {
        await callers.connections(count);
      });
      await pause(100);
    },
  },
  {
    name: 'connections that come and go, half of them with a reset',
    on: EVERYBODY,
    run: (callers) =>
      inRounds(many(300), 100, async (count) => {
        for (const [i, socket] of (await callers.connections(count)).entries())
          if (i % 2 === 0) socket.destroy();
          else socket.resetAndDestroy();
      }),
  },
  {
    name: 'one byte after the other',
    on: EVERYBODY,
    run: async (callers) => {
      const sockets = await callers.connections(20);
      for (const byte of Buffer.from('SC\u0001\0\0\0\u0001\0{"type":"hello"'.slice(0, 20))) {
        for (const socket of sockets) callers.write(socket, Buffer.of(byte));
        await pause(10);
      }
    },
  },
  {
    name: 'bytes without any meaning or end, from a caller that never reads',
    on: EVERYBODY,
    run: async (callers) => {
      for (const start of ['GET / HTTP/1.1\r\n\r\n', 'SB', 'SC', '\0', '/sockbench {', 'Ana\n']) {
        const socket = await callers.connection(true);
        callers.write(socket, start);
        const junk = Buffer.alloc(64 * 1024, 0x53);
        for (let i = 0; i < many(20) && callers.write(socket, junk); i++);
        await pause(5);
        for (let i = 0; i < many(20) && callers.write(socket, junk); i++);
      }
    },
  },
  {
    name: 'control frames that hold something else',
    on: SERVERS,
    run: async (callers) => {
      for (const [, text] of POISON) {
        const socket = await callers.connection();
        callers.write(socket, frameOf(text));
        callers.write(socket, encodeFrame(HELLO, 1));
      }
      const socket = await callers.connection();
      callers.write(socket, Buffer.from('5343010000ffffff', 'hex'));
      await pause(50);
    },
  },
  {
    name: 'sessions that are begun and never used',
    on: SERVERS,
    run: (callers) =>
      inRounds(many(60), 20, async (count) => {
        for (const socket of await callers.connections(count))
          callers.write(socket, encodeFrame({ ...HELLO, clients: 9000, transport: 'tcp' }, 1));
        await pause(50);
      }),
  },
  {
    name: 'flows of sessions that nobody was granted',
    on: SERVERS,
    run: (callers) =>
      inRounds(many(100), 100, async (count) => {
        for (const [i, socket] of (await callers.connections(count)).entries())
          callers.write(socket, message(TYPE_OPEN, { high: i, low: i }, i, 0, 64));
      }),
  },
];
