/** nats-server, as Debian has it, on a free port of loopback. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

export interface Broker {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
  /** On the same port. */
  start(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const said = (does: boolean) => () => {
      socket.destroy();
      resolve(does);
    };
    socket.once('data', said(true)).once('error', said(false));
  });

/** @param more options of nats-server */
export async function startBroker(more: readonly string[] = []): Promise<Broker> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port), ...more], {
      stdio: 'ignore',
      env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
    });
    const failed = once(child, 'error').then(([error]) => {
      throw new Error('nats-server is missing: apt-get install nats-server', { cause: error });
    });
    const up = async (): Promise<void> => {
      while (!(await answers(port))) await after(20);
    };
    await Promise.race([up(), failed]);
    failed.catch(() => {});
  };
  const stop = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return { port, url: `nats://127.0.0.1:${port}`, start, stop };
}
