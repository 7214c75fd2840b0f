/** Clients whose flows cannot be opened: their session is refused, nobody else's, and nothing stays open. */
import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Hello } from '../../../../src/wire/control.ts';
import { MAIN } from '../../../end-to-end/command.ts';
import { built } from '../bench.ts';
import { Control, message, Stream, TYPE_OPEN, TYPE_OPENED, tokenFromHex, typeOf } from '../client.ts';
import { attacks, ENGINES } from './honest.ts';

const openFiles = (pid: number | 'self') => readdirSync(`/proc/${pid}/fd`).length;

async function openFlow(port: number, token: string, flow: number): Promise<Stream> {
  const stream = await Stream.open(port);
  stream.socket.write(message(TYPE_OPEN, tokenFromHex(token), flow, 0));
  return stream;
}

async function granted(port: number, changes: Partial<Hello>) {
  const session = await Control.open(port);
  const { token, engine } = await session.grant({ transport: 'tcp', ...changes });
  return { session, token, engine };
}

/** Descriptors that a cramped server has left: fewer than the clients that come. */
const LEFT = 30;

/** A server of its own that stands, and may open a few files more than it has. */
async function cramped() {
  const words = ['serve', '--port', '0', '--ui', 'none', '--handshake-timeout', '500ms'];
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(async () => {
    child.kill();
    await once(child, 'exit');
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(/port (\d+)/.exec(line.toString())![1]);
  const limit = openFiles(child.pid!) + LEFT;
  execFileSync('prlimit', ['--pid', String(child.pid), `--nofile=${limit}:${limit}`]);
  return { child, port };
}

/** Who comes while there is no descriptor for it is hung up on, and comes again. */
async function atTheEdge<T>(come: () => Promise<T>): Promise<T> {
  for (let left = 50; ; left--) {
    try {
      return await come();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

describe.each(ENGINES)('%s', (engine) => {
  const { serve, control, honest } = attacks(engine);

  it('serves a client whose congestion control it lacks, and says so', async () => {
    const server = await serve();
    await honest(server);
    const session = await control(server);
    const grant = await session.grant({ transport: 'tcp', congestionControl: 'nosuch' });
    expect(grant.engine).toBe(engine);
    expect(grant.limited).toEqual([
      engine === 'linux'
        ? 'the congestion control nosuch is not available on this server.'
        : 'this server does not set on its side: --congestion.',
    ]);
    const flow = await openFlow(server.port, grant.token, 0);
    expect(typeOf(await flow.bytes(64))).toBe(TYPE_OPENED);
    flow.socket.destroy();
    await honest(server);
  });
});

describe.runIf(ENGINES.length > 1)('without descriptors', () => {
  it('refuses what cannot be opened with a sentence, and then serves on either engine', async () => {
    const { child, port } = await cramped();
    const before = openFiles(child.pid!);
    for (let round = 0; round < 3; round++) {
      const { session, token, engine } = await atTheEdge(() => granted(port, { clients: 36 }));
      expect(engine).toBe('linux');
      const flows = await Promise.all([...Array(36).keys()].map((flow) => openFlow(port, token, flow)));
      const { message: sentence } = await session.wait('error');
      // Where connections come slowly, the listener itself is the first to have no descriptor, and the run never starts.
      expect(sentence).toMatch(
        /^(flow \d+ could not be opened here: .*|this session could not begin here: .*|the run was not started in time\.)$/,
      );
      for (const one of [...flows, session]) one.socket.destroy();
      // One thread more than before may be kept.
      await expect.poll(() => openFiles(child.pid!), { timeout: 5000 }).toBeLessThan(before + 12);
    }
    for (const engine of ['auto', 'portable'] as const) {
      await atTheEdge(async () => {
        const { session, token } = await granted(port, { engine });
        const flow = await openFlow(port, token, 0);
        expect(typeOf(await flow.bytes(64))).toBe(TYPE_OPENED);
        for (const one of [flow, session]) one.socket.destroy();
      });
    }
  });

  it('refuses datagram flows that cannot be opened, on either engine', async () => {
    const { port } = await cramped();
    for (const engine of ['auto', 'portable'] as const) {
      const { session, token } = await atTheEdge(() =>
        granted(port, { transport: 'udp', clients: 36, engine }),
      );
      const sockets = Array.from({ length: 36 }, () => createSocket('udp4'));
      for (const [flow, socket] of sockets.entries())
        socket.send(message(TYPE_OPEN, tokenFromHex(token), flow, 0), port, '127.0.0.1');
      const { message: sentence } = await session.wait('error');
      expect(sentence).toMatch(/^flow \d+ could not be opened here: /);
      session.socket.destroy();
      for (const socket of sockets) socket.close();
    }
  });

  it('closes what a thread that ended had been given', async () => {
    const { FlowsThread } = await built<typeof import('../../../../src/run/server/flows/flows-thread.ts')>(
      'run/server/flows/flows-thread.js',
    );
    const { openKernel } = await built<typeof import('../../../../src/net/linux/kernel/kernel.ts')>(
      'net/linux/kernel/kernel.js',
    );
    const { takeDescriptor } = await built<typeof import('../../../../src/net/linux/stream/duplicate.ts')>(
      'net/linux/stream/duplicate.js',
    );
    const kernel = (await openKernel()) as import('../../../../src/net/linux/kernel/kernel.ts').Kernel;
    const listener = createServer((socket) => {
      const thread = new FlowsThread((fd) => kernel.calls.close(fd));
      thread.give(takeDescriptor(kernel, socket));
      void thread.worker.terminate();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void listener.close());
    const stream = await Stream.open((listener.address() as { port: number }).port);
    // Its end is seen only when the last descriptor of the connection is closed.
    await stream.closed;
  });
});
