/** `sockbench serve` and the embedded server with the built command. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServerEvent } from '../../src/result/events/server-events.ts';
import { typed } from '../cli/typed.ts';
import { Control, DatagramFlow, Stream } from '../run/server/client.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const EMBEDDED = new URL('../../dist/run/server/process/embedded.js', import.meta.url).href;

interface Run {
  readonly child: ChildProcessWithoutNullStreams;
  readonly out: () => string;
  readonly err: () => string;
  readonly exit: Promise<number | null>;
  readonly until: (condition: (out: string) => boolean) => Promise<void>;
}

const runs: Run[] = [];

function start(...args: string[]): Run {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', SOCKBENCH_KEY: '' };
  const child = spawn(process.execPath, args, { stdio: 'pipe', env });
  let out = '';
  let err = '';
  let told: (() => void) | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    told?.();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const exit = once(child, 'close').then(([status]) => status as number | null);
  const run: Run = {
    child,
    out: () => out,
    err: () => err,
    exit,
    until: async (condition) => {
      while (!condition(out))
        await Promise.race([
          new Promise<void>((resolve) => {
            told = resolve;
          }),
          exit.then(() => {
            if (!condition(out)) throw new Error(`it ended: ${out}${err}`);
          }),
        ]);
    },
  };
  runs.push(run);
  return run;
}

const sockbench = (...args: string[]): Run => start(MAIN, ...args);

afterEach(() => {
  for (const { child } of runs.splice(0)) child.kill('SIGKILL');
});

async function serving(...args: string[]): Promise<Run & { port: number }> {
  const run = sockbench('serve', '--port', '0', ...args);
  await run.until((out) => /on port \d+\.\n/.test(out));
  return { ...run, port: Number(/on port (\d+)/.exec(run.out())![1]) };
}

describe('sockbench serve', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends cleanly on %s, and tells its clients',
    async (signal) => {
      const server = await serving();
      const control = await Control.open(server.port);
      await control.grant();
      server.child.kill(signal);
      expect(await control.wait('error')).toMatchObject({ code: 'stopped' });
      await control.closed;
      expect(await server.exit).toBe(0);
      expect(server.err()).toContain('The server was stopped.');
      // Nothing holds the port.
      const next = createServer();
      next.listen(server.port, '127.0.0.1');
      await once(next, 'listening');
      next.close();
    },
  );

  it('tells who came and who left, as lines and as JSON', async () => {
    const server = await serving();
    const json = sockbench('serve', '--port', '0', '--json-stream');
    await json.until((out) => out.includes('"listening"'));
    const jsonPort = (JSON.parse(json.out()) as Extract<ServerEvent, { event: 'listening' }>).port;
    for (const port of [server.port, jsonPort]) {
      const control = await Control.open(port);
      const { token } = await control.grant();
      const flow = await DatagramFlow.open(port, token, 0);
      control.send({ type: 'start' });
      flow.send(0);
      await flow.until(() => flow.got.length === 1);
      await control.ledger();
      control.send({ type: 'bye' });
      await control.closed;
      flow.socket.close();
    }
    await json.until((out) => out.includes('session-ended'));
    server.child.kill('SIGTERM');
    await server.exit;
    expect(server.err()).toContain('127.0.0.1: started UDP echo, 1 client, 64 bytes');
    expect(server.err()).toContain('(done); 1 received, 1 sent, 0% missing');
    const events = json
      .out()
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as ServerEvent).event);
    expect(events[0]).toBe('listening');
    expect(events.slice(-1)).toEqual(['session-ended']);
  });

  it('says in one sentence why it cannot listen', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const run = sockbench('serve', '--port', String(port));
    expect(await run.exit).toBe(1);
    expect(run.err()).toBe(
      `sockbench: Port ${port} is already in use. Stop the other program, or choose another port with --port.\n`,
    );
    other.close();
    const elsewhere = sockbench('serve', '--port', '0', '--bind', '192.0.2.1');
    expect(await elsewhere.exit).toBe(1);
    expect(elsewhere.err()).toContain('is not an address of this machine');
  });

  it.each([
    [['--port', '70000'], '--port'],
    [['--bind', 'nonsense'], '--bind'],
    [['--lan', '--bind', '127.0.0.1'], '--bind'],
    [['--max-sessions', '0'], '--max-sessions'],
    [['--idle-timeout', 'soon'], '--idle-timeout'],
  ])('refuses %j, naming the option', async (args, option) => {
    const { status, err } = await typed('serve', ...args);
    expect(status).toBe(2);
    expect(err).toMatch(new RegExp(`${option} does not (take|go with)`));
    expect(err).not.toContain('at ');
  });

  it('refuses a key that is too short or cannot be read, without showing it', async () => {
    const { status, err } = await typed('serve', '--key-file', '/nowhere/class.key');
    expect(status).toBe(1);
    expect(err).toContain('/nowhere/class.key');
  });

  it('serves both families with --lan, and answers from the address that was asked', async () => {
    const server = await serving('--lan', '--echo');
    for (const host of ['127.0.0.1', '127.0.0.2', '::1']) {
      const control = await Control.open(server.port, host);
      const { token, address } = await control.grant();
      expect(address).toBe(host);
      // A connected socket gets only what comes from the address it asked.
      const flow = await DatagramFlow.open(server.port, token, 0, host);
      flow.send(0);
      await flow.until(() => flow.got.length === 1);
      control.send({ type: 'bye' });
      await control.closed;
      flow.socket.close();
    }
    const stream = await Stream.open(server.port);
    stream.socket.write('plain');
    expect((await stream.bytes(5)).toString()).toBe('plain');
    stream.socket.destroy();
  });
});

describe('the embedded server', () => {
  const parent = `
    import { startEmbeddedServer } from '${EMBEDDED}';
    const server = await startEmbeddedServer();
    console.log(JSON.stringify(server));
    process.stdin.on('data', async () => { await server.stop(); console.log('stopped'); process.exit(); });
  `;
  const started = async () => {
    const run = start('--input-type=module', '-e', parent);
    await run.until((out) => out.includes('}'));
    return { run, ...(JSON.parse(run.out()) as { port: number; pid: number }) };
  };
  const gone = async (pid: number) => {
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  it('listens on loopback, and ends when it is told to', async () => {
    const { run, port, pid } = await started();
    const control = await Control.open(port);
    await control.grant({ clients: 10_000 });
    run.child.stdin.write('stop\n');
    await run.exit;
    expect(run.out()).toContain('stopped');
    expect(isAlive(pid)).toBe(false);
  });

  it('outlives Ctrl-C, and ends with its parent, even one that was killed', async () => {
    const { run, port, pid } = await started();
    process.kill(pid, 'SIGINT');
    const control = await Control.open(port);
    await control.grant();
    run.child.kill('SIGKILL');
    await gone(pid);
  });
});

if (!existsSync(MAIN)) throw new Error('run `npm run build` first');
