/** The lesson's client against other sides that never come to an end. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ANSWER_BYTES, type SendEvent, sendMessage } from '../../../src/run/exercise/send.ts';

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
  return { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
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
    expect(answers(told)[0]).toMatch(/^\.{5,20}$/);
    expect(told.at(-1)).toEqual({ kind: 'closed', byPeer: false });
    // Later than it may be is a busy machine; it never was at all.
    expect(ms).toBeGreaterThan(290);
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
    expect(told.at(-1)).toEqual({ kind: 'closed', byPeer: false });
  });

  it('takes a greeting and the answer after it for one, and no more than its bound', async () => {
    const { told } = await sent((socket) => {
      socket.write('hello ');
      socket.on('data', () => socket.write('you'));
    }, 2000);
    expect(answers(told)).toEqual(['hello you']);
    const flood = await sent((socket) => socket.write(Buffer.alloc(4 * ANSWER_BYTES, 'y')), 2000);
    expect(answers(flood.told)[0]).toHaveLength(ANSWER_BYTES);
  });

  it('tells where the other side closes, and where it says nothing', async () => {
    const closed = await sent((socket) => socket.end('bye'), 2000);
    expect(closed.told.at(-1)).toEqual({ kind: 'closed', byPeer: true });
    const silent = await sent(() => {}, 50);
    expect(silent.told.map(({ kind }) => kind)).toEqual(['connected', 'sent', 'no-answer', 'closed']);
  });
});
