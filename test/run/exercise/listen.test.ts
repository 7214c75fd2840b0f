/** What `listen` must withstand: everything that comes is bounded, answered where it should be, and never amplified. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ListenEvent, ListenHost, ListenOptions } from '../../../src/run/exercise/events.ts';
import { startListener } from '../../../src/run/exercise/listen.ts';
import { helloLine } from '../../../src/session/chat/language/events.ts';
import { encodeFrame } from '../../../src/wire/frame.ts';

const PATIENCE_MS = 20_000;
const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of open.splice(0).reverse()) await end();
});

const PROMPT = { behind: false, drained: () => Promise.resolve() };

async function listening(options: Partial<ListenOptions> = {}, reader: Omit<ListenHost, 'event'> = PROMPT) {
  const events: ListenEvent[] = [];
  const listener = await startListener(
    {
      addresses: ['127.0.0.1'],
      port: 0,
      tcp: true,
      udp: true,
      reply: null,
      raw: false,
      once: false,
      sentences: { benchClient: 'measure', chatClient: 'chat', full: 'full' },
      ...options,
    },
    {
      event: (event) => events.push(event),
      get behind() {
        return reader.behind;
      },
      drained: () => reader.drained(),
    },
  );
  open.push(() => listener.stop());
  const until = async (holds: () => boolean): Promise<void> => {
    for (const end = Date.now() + PATIENCE_MS; !holds(); ) {
      if (Date.now() > end) throw new Error(`never: ${JSON.stringify(events.slice(-5))}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const of = <K extends ListenEvent['kind']>(kind: K): Extract<ListenEvent, { kind: K }>[] =>
    events.filter((event): event is Extract<ListenEvent, { kind: K }> => event.kind === kind);
  return { port: listener.port, events, of, until };
}

async function visitor(
  port: number,
): Promise<{ socket: Socket; heard: () => string; closed: () => boolean }> {
  const socket = connect(port, '127.0.0.1');
  open.push(() => void socket.destroy());
  let text = '';
  let closed = false;
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    closed = true;
  });
  await once(socket, 'connect');
  return { socket, heard: () => text, closed: () => closed };
}

async function datagrams(): Promise<{ socket: DatagramSocket; answers: Buffer[] }> {
  const socket = createSocket('udp4');
  const answers: Buffer[] = [];
  socket.on('message', (bytes) => answers.push(bytes));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  open.push(() => void socket.close());
  return { socket, answers };
}

describe('over TCP', () => {
  it('two hundred connections, and one sentence for the next', async () => {
    const { port, of, until } = await listening();
    for (let i = 0; i < 200; i++) await visitor(port);
    await until(() => of('connected').length === 200);
    const late = await visitor(port);
    await until(() => late.heard() === 'full\n' && late.closed());
    expect(of('full')).toHaveLength(1);
  });

  it('a million bytes without a newline are told in pieces of bounded size, and all of them', async () => {
    const { port, of, until } = await listening();
    const { socket } = await visitor(port);
    const size = 2 ** 20 + 17;
    socket.end(Buffer.alloc(size, 'a'));
    await until(() => of('closed').length === 1);
    const sizes = of('received').map(({ bytes }) => bytes.length);
    expect(sizes.reduce((all, one) => all + one, 0)).toBe(size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64 * 1024);
  });

  it('whoever asks for answers and does not read them is hung up on', async () => {
    const { port, of, until } = await listening({ reply: Buffer.alloc(32 * 1024, 'r') });
    const { socket, closed } = await visitor(port);
    socket.pause();
    const lines = Buffer.from('x\n'.repeat(4096));
    const push = setInterval(() => {
      if (socket.writable && socket.writableLength < 1e6) socket.write(lines);
    }, 1);
    await until(() => of('closed').length === 1);
    clearInterval(push);
    expect(of('closed')).toMatchObject([{ how: 'slow' }]);
    socket.resume();
    await until(closed);
  });

  it('a client that came to the wrong place is told in one sentence, whatever it brought', async () => {
    const { port, of, until } = await listening({ reply: Buffer.from('hi') });
    const bench = await visitor(port);
    bench.socket.write(encodeFrame({ type: 'hello' }, 1));
    const chat = await visitor(port);
    chat.socket.write(`${helloLine({ version: 1, transport: 'tcp', name: 'Ana' })}\n`);
    await until(() => bench.closed() && chat.closed());
    expect([bench.heard(), chat.heard()]).toEqual(['measure\n', 'chat\n']);
    expect(of('received')).toEqual([]);
  });
});

describe('while nobody reads what is shown', () => {
  /** A reader that reads nothing until it is let. */
  function slowReader() {
    let drain = () => {};
    const host = {
      behind: true,
      drained: () =>
        new Promise<void>((resolve) => {
          drain = resolve;
        }),
    };
    const read = () => {
      host.behind = false;
      drain();
    };
    return { host, read };
  }

  it('connections wait, as many as there may be, and are taken when somebody does', async () => {
    const { host, read } = slowReader();
    const { port, events, of, until } = await listening({}, host);
    const visitors = await Promise.all(Array.from({ length: 203 }, () => visitor(port)));
    for (const { socket } of visitors) socket.write('hello\n');
    await until(() => visitors.filter(({ closed }) => closed()).length === 3);
    expect(events).toEqual([]);
    // One that has gone meanwhile is not missed.
    visitors[0]!.socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    read();
    await until(() => of('received').length >= 199);
    expect(of('turned-away')).toEqual([{ kind: 'turned-away', connections: 3 }]);
    expect(of('connected').length).toBeLessThanOrEqual(200);
  });
});

describe('over UDP', () => {
  it('an answer is never longer than what came, and nothing empty is answered', async () => {
    const { port, of, until } = await listening({ reply: Buffer.from('a long answer') });
    const { socket, answers } = await datagrams();
    for (const text of ['ab', '', 'a message that is longer than the answer'])
      socket.send(text, port, '127.0.0.1');
    await until(() => of('received').length === 3 && answers.length === 2);
    expect(answers.map(String).sort()).toEqual(['a ', 'a long answer']);
  });

  it('no more than a hundred answers in a second, however many ask', async () => {
    const { port, of, until } = await listening({ reply: Buffer.from('x') });
    const { socket, answers } = await datagrams();
    const begun = Date.now();
    for (let i = 0; i < 600; i++) {
      socket.send('x', port, '127.0.0.1');
      if (i % 50 === 49) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await until(() => of('not-replied').some(({ why }) => why === 'too-many'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const seconds = Math.ceil((Date.now() - begun) / 1000) + 1;
    expect(answers.length).toBeGreaterThan(50);
    expect(answers.length).toBeLessThanOrEqual(100 * seconds);
    expect(answers.length).toBeLessThan(600);
  });
});
