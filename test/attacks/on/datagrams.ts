/** Attacks by datagrams of strangers, honest about where they come from or not. */
import { datagram, decodeDatagram, encodeDatagram } from '../../../src/session/chat/language/datagram.ts';
import { message, TYPE_OPEN, TYPE_OPENED, TYPE_PROBE } from '../../run/server/client.ts';
import { type Attack, inRounds, many } from '../attack.ts';
import { noForger } from '../other-user.ts';

const EVERYBODY = ['serve', 'serve --echo', 'serve --delay', 'chat', 'listen'] as const;
const NOBODY = { high: 1, low: 2 };
const JOIN = encodeDatagram(datagram('join', NOBODY));

/** Of every kind that any of ours knows, with a token that nobody has; and none at all. */
const KINDS: readonly Buffer[] = [
  ...[TYPE_PROBE, TYPE_OPEN, TYPE_OPENED].map((type) => message(type, NOBODY, 0, 0)),
  message(TYPE_OPEN, NOBODY, 0xffffffff, 0, 1400),
  JOIN,
  encodeDatagram(datagram('message', NOBODY, { number: 1, text: 'hello' })),
  encodeDatagram(datagram('lasts', NOBODY, { pairs: [{ id: 1, last: 4e9 }] })),
  Buffer.alloc(64, 'S'),
  Buffer.of(0),
  Buffer.from('hello'),
];
if (decodeDatagram(JOIN) === undefined) throw new Error('a join is one');

export const datagrams: readonly Attack[] = [
  {
    name: 'datagrams of strangers',
    on: EVERYBODY,
    datagrams: true,
    run: async (callers) => {
      const socket = await callers.datagramSocket();
      await inRounds(many(1000), 200, async (count) => {
        await callers.send(
          socket,
          Array.from({ length: count }, (_, i) => KINDS[i % KINDS.length]!),
        );
      });
    },
  },
  {
    name: 'datagrams from a new port each time',
    on: EVERYBODY,
    datagrams: true,
    run: (callers) =>
      inRounds(many(200), 100, async (count) => {
        for (let i = 0; i < count; i++) await callers.send(await callers.datagramSocket(), KINDS.slice(0, 5));
        callers.close();
      }),
  },
  {
    name: 'datagrams that seem to come from port 0, a service, its own port, or somebody else',
    on: EVERYBODY,
    missing: noForger,
    datagrams: true,
    run: (callers, port) => {
      const sources = [0, 7, 53, port].map((forged) => `127.0.0.1:${forged}`);
      return callers.forge(many(500), [...sources, '203.0.113.9:40000'], KINDS);
    },
  },
];
