/** Exercise 2 with the built command: scripts, and the students' Python. Screens: chat-screens.test.ts. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { endAll, ROOT, type Started, sockbench, start } from './command.ts';
import { commandHere } from './in-process.ts';

const CLIENT = `${ROOT}test/fixtures/python/chat_client.py`;
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('skipped: a student’s Python chat client, because python3 is not installed');

afterEach(endAll);

async function hosting(...args: string[]): Promise<Started & { port: string }> {
  const host = sockbench(['chat', '--serve', '--headless', '--port', '0', ...args]);
  const [, port] = await host.until(/on port (\d+)/);
  await host.until(/Ctrl-C/);
  return { ...host, port: port! };
}

const joining = (port: string, name: string, ...args: string[]): Started =>
  sockbench(['chat', `127.0.0.1:${port}`, '--name', name, ...args]);

describe('without a terminal', () => {
  it('lines in, lines out: a script talks to another, over TCP and over UDP', async () => {
    const host = await hosting();
    const ana = joining(host.port, 'Ana');
    await ana.until(/Welcome, Ana\./);
    const bob = joining(host.port, 'Bob', '--transport', 'udp');
    bob.child.stdin.end('first\n/me waves\nlast\n');
    await ana.until(/<Bob> first\n<Bob> \*waves\*\n<Bob> last\n\* Bob has left\.\n/);
    expect(await bob.ended).toMatchObject({ status: 0, err: '' });
    ana.child.stdin.end('bye\n');
    expect(await ana.ended).toMatchObject({ status: 0, err: '', out: expect.stringMatching(/<Ana> bye\n$/) });
    await host.until(/Ana has left\./);
    host.child.kill('SIGTERM');
    const ended = await host.ended;
    expect(ended).toMatchObject({ status: 0, err: '' });
    expect(ended.out).toMatch(
      /\* Ana has joined\.\n\* Bob has joined\.\n<Bob> first\n<Bob> \*waves\*\n<Bob> last\n\* Bob has left\.\n<Ana> bye\n\* Ana has left\.\n$/,
    );
  });

  it('a script of more lines than the limit allows at once loses none', async () => {
    const host = await hosting();
    const ana = joining(host.port, 'Ana');
    await ana.until(/Welcome/);
    const bob = joining(host.port, 'Bob');
    bob.child.stdin.end(Array.from({ length: 18 }, (_, i) => `${i}\n`).join(''));
    expect(await bob.ended).toMatchObject({ status: 0 });
    await ana.until(/Bob has left/);
    expect([...ana.out().matchAll(/^<Bob> (\d+)$/gm)].map(([, n]) => Number(n))).toEqual(
      Array.from({ length: 18 }, (_, i) => i),
    );
  });

  it('a host ends on a signal, tells all, and is found again', async () => {
    const host = await hosting();
    const ana = joining(host.port, 'Ana');
    await ana.until(/Welcome/);
    host.child.kill('SIGINT');
    expect(await host.ended).toMatchObject({ status: 0 });
    await ana.until(
      /The host has closed the room\.\n\* The connection to the host was lost\.\n\* Trying again in 0\.5 s\./,
    );
    const again = await hosting('--port', host.port);
    await ana.until(/lost[\s\S]*Welcome, Ana\./);
    ana.child.stdin.write('back\n');
    await ana.until(/<Ana> back/);
    ana.child.kill('SIGTERM');
    expect(await ana.ended).toMatchObject({ status: 0 });
    again.child.kill('SIGTERM');
  });

  it.each([
    [['--loss', '5%'], 2, /is for the host of a room/],
    [['--headless'], 2, /is for the host of a room/],
    [['--name', 'sockbench'], 2, /--name does not take "?sockbench/],
    [['--transport', 'sctp'], 2, /tcp or udp/],
    [['--serve', '127.0.0.1'], 2, /whoever hosts a room/],
    [['127.0.0.1:1'], 1, /Nothing listens on 127\.0\.0\.1:1.*sockbench chat --serve/],
  ] as const)('%j is refused with status %i', async (args, status, message) => {
    const ended = await commandHere('chat', ...args);
    expect(ended.status).toBe(status);
    expect(ended.err).toMatch(message);
  });

  it('ends on a signal even where nobody reads what it writes', async () => {
    const flood = createServer((socket) => {
      socket.on('error', () => {});
      const more = (): void => {
        while (!socket.destroyed && socket.write('x'.repeat(900).concat('\n').repeat(100)));
      };
      socket.on('drain', more);
      more();
    });
    await new Promise<void>((resolve) => flood.listen(0, '127.0.0.1', resolve));
    const { port } = flood.address() as AddressInfo;
    const ana = spawn(process.execPath, [`${ROOT}dist/cli/main.js`, 'chat', `127.0.0.1:${port}`, '--plain'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    try {
      await once(ana.stdout, 'readable');
      // Until the pipe is full.
      await new Promise((resolve) => setTimeout(resolve, 500));
      ana.kill('SIGTERM');
      const [status] = (await once(ana, 'exit')) as [number];
      expect(status).toBe(0);
    } finally {
      ana.kill('SIGKILL');
      flood.close();
    }
  });

  it('a name that is taken ends a script, with the reason', async () => {
    const host = await hosting();
    const ana = joining(host.port, 'Ana');
    await ana.until(/Welcome/);
    const other = joining(host.port, 'ANA');
    other.child.stdin.end('hello\n');
    const ended = await other.ended;
    expect(ended.status).toBe(1);
    expect(ended.out).toMatch(/ANA, or a name that looks like it, is taken\./);
    expect(ana.out()).not.toContain('hello');
  });

  it('a measuring client is told where it is', async () => {
    const host = await hosting();
    const ended = await commandHere('udp', `127.0.0.1:${host.port}`, '--count', '1', '--ui', 'none');
    expect(ended.status).toBe(1);
    expect(ended.out + ended.err).toMatch(/not a sockbench server/);
    const server = sockbench(['serve', '--port', '0']);
    const [, port] = await server.until(/on port (\d+)/);
    const chat = await sockbench(['chat', `127.0.0.1:${port}`]).ended;
    expect(chat.status).toBe(1);
    expect(chat.err).toMatch(/No sockbench chat answers/);
    const listener = sockbench(['listen', '--port', '0']);
    const [, other] = await listener.until(/on port (\d+)/);
    const lost = await sockbench(['chat', `127.0.0.1:${other}`]).ended;
    expect(lost.err).toMatch(/No sockbench chat answers/);
    await listener.until(/wants to chat/);
  });
});

describe.skipIf(!hasPython)('a student’s twenty lines of Python', () => {
  it('join the room and talk to sockbench', async () => {
    const host = await hosting();
    const ana = joining(host.port, 'Ana');
    await ana.until(/Welcome/);
    const student = start('python3', [CLIENT, '127.0.0.1', host.port, 'João']);
    await student.until(/\* Here: Ana/);
    student.child.stdin.write('olá de Python\n');
    await ana.until(/<João> olá de Python/);
    ana.child.stdin.write('hello, Python\n');
    await student.until(/<Ana> hello, Python/);
    student.child.stdin.end();
    expect(await student.ended).toMatchObject({ status: 0, err: '' });
    await ana.until(/João has left/);
  });

  it('host a room of their own, which sockbench joins', async () => {
    const server = start('python3', [`${ROOT}test/fixtures/python/chat_server.py`]);
    const [, port] = await server.until(/Listening (\d+)/);
    const ana = joining(port!, 'Ana', '--plain');
    await ana.until(/goes there as it is/);
    const bob = joining(port!, 'Bob', '--plain');
    await ana.until(/^Bob: has joined$/m);
    bob.child.stdin.end('hello from Bob\n');
    await ana.until(/^Bob: hello from Bob$/m);
    expect(await bob.ended).toMatchObject({ status: 0, err: '' });
    ana.child.stdin.end();
    expect(await ana.ended).toMatchObject({ status: 0, err: '' });
    server.child.kill('SIGTERM');
  });
});
