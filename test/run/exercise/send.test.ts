/** The lesson's client against other sides that never come to an end. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sendMessage } from '../../../src/run/exercise/send.ts';
import { ANSWER_BYTES, type SendEvent } from '../../../src/run/exercise/send-events.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const end of ends.splice(0)) end();
});

async function peer(serve: (socket: Socket) => void) {
  const server = createServer((socket) => {
    ends.push(() => socket.destroy());
    socket.on('error', () => {});
    serve(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  return { addresses: ['127.0.0.1'], port: (server.address() as AddressInfo).port };
}

async function datagrams(port: number): Promise<void> {
  const socket = createSocket('udp4');
  socket.on('message', (_, from) => socket.send('here', from.port, from.address));
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  ends.push(() => socket.close());
}

async function sent(serve: (socket: Socket) => void, wait: number, bytes = 5) {
  const target = await peer(serve);
  const told: SendEvent[] = [];
  const message = Buffer.alloc(bytes, 'x');
  const began = performance.now();
  await sendMessage({ target, transport: 'tcp', message, wait }, (event) => told.push(event));
  return { told, ms: performance.now() - began };
}

const answers = (told: readonly SendEvent[]) =>
  told.flatMap((event) => (event.kind === 'answer' ? [event.bytes.toString()] : []));

describe('send', () => {
  it('ends with what came where the other side drips for ever', async () => {
    const { told, ms } = await sent((socket) => {
      const dripping = setInterval(() => socket.write('.'), 20);
      socket.on('close', () => clearInterval(dripping));
    }, 300);
    expect(answers(told).join('')).toMatch(/^\.{5,20}$/);
    expect(told.at(-1)).toMatchObject({ kind: 'closed', byPeer: false, answered: true });
    // Later than it may be is a busy machine; it never was at all.
    expect(ms).toBeGreaterThan(290);
  });

  it('waits for every piece of an answer, as long as it was told to', async () => {
    const { told } = await sent((socket) => {
      socket.on('data', () => {
        socket.write('one');
        setTimeout(() => socket.write('two'), 200);
        setTimeout(() => socket.end('three'), 400);
      });
    }, 20_000);
    expect(answers(told)).toEqual(['one', 'two', 'three']);
    expect(told.at(-1)).toMatchObject({ kind: 'closed', byPeer: true });
  });

  it('goes to the address of a name at which somebody listens, and says which', async () => {
    const { port } = await peer((socket) => socket.end('here'));
    for (const transport of ['tcp', 'udp'] as const) {
      const told: SendEvent[] = [];
      const target = { addresses: ['127.0.0.77', '127.0.0.1'], port };
      if (transport === 'udp') await datagrams(port);
      const message = Buffer.from('who?');
      await sendMessage({ target, transport, message, wait: 300 }, (event) => told.push(event));
      expect(answers(told)).toEqual(['here']);
      if (transport === 'tcp') expect(told[0]).toMatchObject({ to: { address: '127.0.0.1', port } });
      expect(told.filter(({ kind }) => kind === 'sent')).toHaveLength(1);
    }
  });

  it('ends with an error where the other side takes the connection and reads nothing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const target = await peer((socket) => socket.pause());
    const told: SendEvent[] = [];
    const message = Buffer.alloc(16 * 2 ** 20);
    const ended = sendMessage({ target, transport: 'tcp', message, wait: 1000 }, (event) => told.push(event));
    const failed = expect(ended).rejects.toMatchObject({ code: 'not-taken' });
    await vi.waitUntil(() => told.length > 0);
    vi.advanceTimersByTime(5000);
    await failed;
    expect(told.map(({ kind }) => kind)).toEqual(['connected']);
  });

  it('ends at once where nothing is waited for, whatever comes', async () => {
    const { told } = await sent((socket) => socket.write('hello'), 0);
    expect(told.map(({ kind }) => kind)).toContain('sent');
    expect(told.at(-1)).toMatchObject({ kind: 'closed', byPeer: false });
  });

  it('takes a greeting and the answer after it for one, and no more than its bound', async () => {
    const { told } = await sent((socket) => {
      socket.write('hello ');
      socket.on('data', () => socket.write('you'));
    }, 200);
    expect(answers(told)).toEqual(['hello you']);
    const flood = await sent((socket) => socket.write(Buffer.alloc(4 * ANSWER_BYTES, 'y')), 2000);
    expect(answers(flood.told)[0]).toHaveLength(ANSWER_BYTES);
  });

  it('tells where the other side closes, and where it says nothing', async () => {
    const closed = await sent((socket) => socket.end('bye'), 2000);
    expect(closed.told.at(-1)).toMatchObject({ kind: 'closed', byPeer: true, answered: true });
    const silent = await sent(() => {}, 50);
    expect(silent.told.map(({ kind }) => kind)).toEqual(['connected', 'sent', 'no-answer', 'closed']);
  });
});
