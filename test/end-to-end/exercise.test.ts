/** Exercise 1 with the built command on one end, and the lesson's Python programs or itself on the other. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { commandHere } from './in-process.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const PYTHON = fileURLToPath(new URL('../fixtures/python/', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('skipped: the lesson’s Python programs, because python3 is not installed');

const children: ChildProcessWithoutNullStreams[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(program: string, ...args: string[]) {
  const child = spawn(program, args, { stdio: 'pipe', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  children.push(child);
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
  const exit = once(child, 'close').then(([status]) => status as number | null);
  const until = async (pattern: RegExp) => {
    for (;;) {
      const match = pattern.exec(out);
      if (match !== null) return match;
      if (child.exitCode !== null) throw new Error(`it ended: ${out}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { child, exit, until, out: () => out };
}

const sockbench = (...args: string[]) => start(process.execPath, MAIN, ...args);
const python = (name: string, port: string) => start('python3', `${PYTHON}${name}.py`, port);

async function listening(...args: string[]) {
  const run = sockbench('listen', '--port', '0', ...args);
  return { ...run, port: (await run.until(/on port (\d+)/))[1]! };
}

describe('sockbench on both ends', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'a message arrives, is answered, and %s ends it',
    async (signal) => {
      const server = await listening('--reply', 'Got it!');
      const client = sockbench('send', 'Ola Mundo!', `127.0.0.1:${server.port}`);
      expect(await client.exit).toBe(0);
      expect(client.out()).toMatch(/^connected in [\d.]+ ms .*\n10 bytes sent\nanswer: Got it!\nclosed\n$/);
      await server.until(/Connected by 127\.0\.0\.1:\d+\nReceived: Ola Mundo!\n/);
      server.child.kill(signal);
      expect(await server.exit).toBe(0);
    },
  );

  it('an answer over UDP is never longer than what came', async () => {
    const server = await listening('--reply', 'a long answer', '--once');
    const client = sockbench('send', 'abc', `127.0.0.1:${server.port}`, '--udp');
    expect(await client.exit).toBe(0);
    expect(client.out()).toMatch(/^3 bytes handed to the network: nobody confirms it\nanswer: a l\n$/);
    expect(await server.exit).toBe(0);
    expect(server.out()).toContain('was cut to 3 bytes');
  });

  it('hostile bytes are shown as signs that do nothing, and no line passes as a notice', async () => {
    const server = await listening('--once');
    const socket = connect(Number(server.port), '127.0.0.1');
    socket.end('\x1b[2J\x9b\u202e\nConnected by root\n');
    expect(await server.exit).toBe(0);
    expect(server.out()).not.toMatch(/[\x1b\x9b\u202e]/);
    expect(server.out()).toContain('\n  line 2: Connected by root\n');
  });

  it('a client that measures is told in one sentence', async () => {
    const server = await listening();
    const { status } = await commandHere('tcp', `127.0.0.1:${server.port}`, '--count', '1', '--ui', 'none');
    expect(status).toBe(1);
    await server.until(/wants to measure/);
  });

  it('a port in use, and a port where nobody listens, are told', async () => {
    const server = await listening();
    const second = sockbench('listen', '--port', server.port);
    expect(await second.exit).toBe(1);
    expect(second.out()).toContain('already in use');
    server.child.kill('SIGTERM');
    await server.exit;
    const client = sockbench('send', 'x', `127.0.0.1:${server.port}`);
    expect(await client.exit).toBe(1);
    expect(client.out()).toContain('Nothing listens on');
  });
});

describe.skipIf(!hasPython)('the lesson’s Python programs', () => {
  it.each(['tcp', 'udp'])('their %s client reaches listen', async (transport) => {
    const server = await listening('--reply', 'Ola!');
    const client = python(`${transport}_client`, server.port);
    expect(await client.exit).toBe(0);
    expect(client.out()).toBe("Received b'Ola!'\n");
    expect(server.out()).toContain('Received: Ola Mundo!\n');
  });

  it.each(['tcp', 'udp'])('send reaches their %s server', async (transport) => {
    const server = python(`${transport}_server`, '0');
    const port = (await server.until(/Listening (\d+)/))[1]!;
    const udp = transport === 'udp' ? ['--udp'] : [];
    const client = sockbench('send', 'Ola Mundo!', `127.0.0.1:${port}`, ...udp);
    expect(await client.exit).toBe(0);
    expect(client.out()).toContain('answer: Ola Mundo!\n');
    expect(await server.exit).toBe(0);
    expect(server.out()).toContain("Received b'Ola Mundo!'");
  });
});
