/** What a person types as the first line reaches whoever listens: the exercise, a room, a plain echo. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ListenEvent } from '../../../src/run/exercise/events.ts';
import { startListener } from '../../../src/run/exercise/listen.ts';
import { endAll, hosted, plain } from '../chat/room-tools.ts';
import { bench } from '../server/bench.ts';

afterEach(endAll);
const { serve } = bench();

/** Of each kind of first line: what begins as a program of ours does. */
const TYPED = [
  'SC\n',
  'SB\r\n',
  'S\n',
  'S',
  'SB',
  'SC',
  'SC\x01',
  '/sockbench is a name\n',
  '/sockbench {\n',
  '/',
];

/** All that comes back until the other side has finished. @param keepOpen the caller waits for its answer before it ends */
async function answerTo(port: number, text: string, keepOpen: boolean): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const parts: Buffer[] = [];
  await once(socket, 'connect');
  socket.write(text);
  if (!keepOpen) socket.end();
  socket.on('data', (chunk: Buffer) => {
    parts.push(chunk);
    if (Buffer.concat(parts).length >= Buffer.byteLength(text)) socket.end();
  });
  await once(socket, 'end');
  socket.destroy();
  return Buffer.concat(parts).toString();
}

describe('a plain echo returns every byte (RFC 862)', () => {
  it.each(TYPED)('%j', async (text) => {
    const { port } = await serve({ echo: true });
    const answers = await Promise.all([answerTo(port, text, true), answerTo(port, text, false)]);
    expect(answers).toEqual([text, text]);
  });
});

describe('the exercise shows every first line', () => {
  it.each([...TYPED, 'SC\x01'])('%j', async (text) => {
    const told: ListenEvent[] = [];
    const sentences = { benchClient: 'measure', chatClient: 'chat', full: 'full' };
    const options = {
      addresses: ['127.0.0.1'],
      port: 0,
      tcp: true,
      udp: false,
      reply: Buffer.from('Got it'),
      raw: true,
      once: true,
      sentences,
    };
    const host = {
      event: (event: ListenEvent) => void told.push(event),
      behind: false,
      drained: () => Promise.resolve(),
    };
    const listener = await startListener(options, host);
    expect(await answerTo(listener.port, text, false)).toBe('Got it');
    await listener.stop();
    expect(told.flatMap((event) => (event.kind === 'received' ? [event.bytes.toString()] : []))).toEqual([
      text,
    ]);
  });
});

it('a room takes SC and SB for names, and for messages', async () => {
  const { port } = await hosted();
  const first = await plain(port, 'SC');
  const second = await plain(port, 'SB');
  second.say('SC');
  await first.until(/^<SB> SC$/m);
});

it('a server without echo says what it is to whoever says one letter', async () => {
  const { port } = await serve();
  expect(await answerTo(port, 'S', false)).toMatch(/^This is a sockbench server/);
});
