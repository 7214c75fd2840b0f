/** Attacks on a chat room by its members. */
import type { Socket } from 'node:net';
import { datagram, encodeDatagram } from '../../../src/session/chat/language/datagram.ts';
import { helloLine } from '../../../src/session/chat/language/events.ts';
import { tokenFromHex } from '../../../src/wire/header.ts';
import { type Attack, inRounds, many } from '../attack.ts';
import { type Callers, pause } from '../callers.ts';
import { noForger } from '../other-user.ts';

let names = 0;
const nextName = (): string => `Troll-${++names}`;

/** A member that speaks over datagrams, with its token. */
async function member(callers: Callers, local?: string) {
  const socket = await callers.connection(false, local);
  const welcome = new Promise<string>((resolve) => {
    let said = '';
    socket.on('data', (bytes: Buffer) => {
      said += bytes.toString('latin1');
      const token = /"token":"([0-9a-f]{16})"/.exec(said)?.[1];
      if (token !== undefined) resolve(token);
    });
    socket.once('close', () => resolve('0'.repeat(16)));
  });
  callers.write(socket, `${helloLine({ version: 1, transport: 'udp', name: nextName() })}\n`);
  return { socket, token: tokenFromHex(await welcome) };
}

const named = async (callers: Callers): Promise<Socket> => {
  const socket = await callers.connection();
  callers.write(socket, `${nextName()}\n`);
  return socket;
};

export const room: readonly Attack[] = [
  {
    name: 'members that come and go all the time',
    on: ['chat'],
    run: (callers) =>
      inRounds(many(200), 50, async (count) => {
        const members = await Promise.all(Array.from({ length: count }, () => named(callers)));
        await pause(10);
        for (const socket of members) socket.destroy();
      }),
  },
  {
    name: 'fifty names of one address, each as loud as it may be',
    on: ['chat'],
    run: async (callers) => {
      const members = await Promise.all(Array.from({ length: 50 }, () => named(callers)));
      for (let round = 0; round < many(2); round++) {
        for (const socket of members)
          callers.write(socket, 'spam\n/who\n/nick x\n//\n/contrast 500\n'.repeat(5));
        await pause(100);
      }
    },
  },
  {
    name: 'lines without an end, bytes that are no text, escapes and commands that are none',
    on: ['chat'],
    run: async (callers) => {
      for (const text of [
        Buffer.alloc(2 ** 20 + 5000, 'a'),
        Buffer.from(`x\n${'\xff\xfe\n'.repeat(500)}`, 'latin1'),
        Buffer.from(`Mallory\n${'\u001b[2J\u202e\u0007\n'.repeat(200)}`),
        Buffer.from(`Mallory2\n${'/x\n/msg\n/nick \u0000\n/contrast 1e9\n/kick Ana\n'.repeat(100)}`),
        Buffer.from(`/sockbench ${'['.repeat(900)}\n/sockbench {"version":1e999}\n`),
      ]) {
        const socket = await callers.connection();
        callers.write(socket, text);
        await pause(20);
      }
    },
  },
  {
    name: 'numbers of messages that nobody can have said',
    on: ['chat'],
    run: async (callers) => {
      const { token } = await member(callers);
      const socket = await callers.datagramSocket();
      await callers.send(socket, [encodeDatagram(datagram('join', token))]);
      await pause(50);
      const numbers = Array.from({ length: many(100) }, (_, i) => 1 + ((i * 40_000_000) % 4e9));
      await inRounds(numbers.length, 100, async () => {
        await callers.send(
          socket,
          numbers.splice(0, 100).map((number) => encodeDatagram(datagram('lasts', token, { number }))),
        );
      });
    },
  },
  {
    name: 'members that call each address of loopback, and join with datagrams',
    on: ['chat'],
    run: (callers) =>
      inRounds(many(40), 40, async (count) => {
        for (let i = 0; i < count; i++) {
          const local = `127.0.${1 + (names >> 8)}.${1 + (names & 127)}`;
          const { socket, token } = await member(callers, local);
          const datagrams = await callers.datagramSocket(local);
          await callers.send(datagrams, [encodeDatagram(datagram('join', token))]);
          if (i % 2 === 0) socket.destroy();
        }
        await pause(50);
        callers.close();
      }),
  },
  {
    name: 'a member whose datagrams seem to come from port 0',
    on: ['chat'],
    missing: noForger,
    run: async (callers) => {
      const { token } = await member(callers);
      await callers.forge(20, ['127.0.0.1:0'], [encodeDatagram(datagram('join', token))]);
    },
  },
];
