/** Programs of ours that call somebody, and whom they call means them harm. */

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { datagram, decodeDatagram, encodeDatagram } from '../../src/session/chat/language/datagram.ts';
import type { RoomEvent } from '../../src/session/chat/language/events.ts';
import { tokenFromHex } from '../../src/wire/header.ts';
import { endAll, type Started, sockbench } from '../end-to-end/command.ts';
import { frameOf } from '../run/server/client.ts';
import { pause } from './callers.ts';

const FIGURES = process.env['SOCKBENCH_ATTACK_FIGURES'];
const TOKEN = '0123456789abcdef';
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
  endAll();
});

interface Peak {
  readonly memory: number;
  readonly peak: number;
  readonly descriptors: number;
}

/** MB that a process has, and has had at most. */
function heldBy(pid: number): Peak {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { memory: megabytes('VmRSS'), peak: megabytes('VmHWM'), descriptors: 0 };
}

async function listening(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    ends.push(() => socket.destroy());
    socket.on('error', () => {});
    serve(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** The most that a process has had by the time it ends. */
async function peakOf(client: Started): Promise<Peak> {
  let most: Peak = { memory: 0, peak: 0, descriptors: 0 };
  while (client.child.exitCode === null && client.child.signalCode === null) {
    try {
      const held = heldBy(client.pid);
      // Of a process that has ended and was not looked at yet, the system tells nothing more.
      if (held.peak > 0) most = held;
    } catch {
      // It has just ended.
    }
    await pause(5);
  }
  return most;
}

function note(name: string, kind: string, sent: number, before: Peak, after: Peak): void {
  if (FIGURES !== undefined)
    appendFileSync(FIGURES, `${JSON.stringify({ kind, name, sent, got: 0, before, after })}\n`);
}

it.each([
  ['nothing but brackets', '['.repeat(8 * 2 ** 20)],
  ['empty lists', `[${'[],'.repeat(2 ** 21)}0]`],
  ['objects within objects', '{"a":'.repeat(2 ** 20)],
])('a run against a server whose frame holds eight megabytes of %s', async (name, text) => {
  const frame = frameOf(text.slice(0, 8 * 2 ** 20));
  const port = await listening((socket) => socket.write(frame));
  const client = sockbench(['udp', `127.0.0.1:${port}`, '--count', '1', '--ui', 'none']);
  const peak = await peakOf(client);
  const { status, out, err } = await client.ended;
  expect(status).toBe(1);
  expect(out + err).toMatch(/sockbench server/);
  expect(peak.peak).toBeLessThan(250);
  note(`a frame of ${name}`, 'udp (client)', frame.length, peak, peak);
});

describe('a chat client at a hostile host', () => {
  const people = Array.from({ length: 1000 }, (_, i) => ({ id: i + 2, last: 0 }));
  const persons = people.map(
    (one) => ({ ...one, name: `p${one.id}`, transport: 'udp', plain: false }) as const,
  );

  it('takes little memory, whatever its datagrams tell of', async () => {
    const datagrams = createSocket('udp4');
    ends.push(() => datagrams.close());
    let remote: { address: string; port: number } | undefined;
    const port = await listening((socket) => {
      const tell = (event: RoomEvent) => socket.write(`${JSON.stringify(event)}\n`);
      tell({
        event: 'welcome',
        version: 1,
        id: 1,
        name: 'Ana',
        token: TOKEN,
        impairment: null,
        people: [...persons],
      });
      const told = setInterval(() => {
        if (remote === undefined) return;
        clearInterval(told);
        tell({ event: 'datagrams', people });
      }, 10);
      ends.push(() => clearInterval(told));
    });
    datagrams.on('message', (bytes, from) => {
      if (decodeDatagram(bytes)?.type === 'join') remote = from;
    });
    await new Promise<void>((resolve) => datagrams.bind(port, '127.0.0.1', resolve));
    const client = sockbench(['chat', `127.0.0.1:${port}`, '--name', 'Ana', '--transport', 'udp']);
    await client.until(/Welcome, Ana/);
    await expect.poll(() => remote, { timeout: 20_000 }).toBeDefined();
    await pause(300);
    const before = heldBy(client.pid);
    let sent = 0;
    const flood = async (last: number) => {
      for (let at = 0; at < people.length; at += 100) {
        const pairs = people.slice(at, at + 100).map(({ id }) => ({ id, last }));
        const bytes = encodeDatagram(datagram('lasts', tokenFromHex(TOKEN), { pairs }));
        sent += bytes.length;
        datagrams.send(bytes, remote!.port, remote!.address);
        await pause(1);
      }
    };
    for (let round = 1; round <= 2; round++) await flood(round * 5000);
    // It has them when it tells of the first that are lost.
    await client.until(/messages from p2 were lost/);
    const after = heldBy(client.pid);
    expect(client.child.exitCode).toBeNull();
    expect(after.peak - before.memory).toBeLessThan(100);
    note('datagrams that tell of ten million messages', 'chat (client)', sent, before, after);
  });
});
