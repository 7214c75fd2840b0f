/** Bad days: what was measured so far is kept, the others go on, and nothing stays behind. Threads: dying-threads.test.ts. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { statusOf } from '../../src/cli/run/output.ts';
import type { RunResult } from '../../src/result/document/schema.ts';
import {
  allGone,
  descendants,
  documentOf,
  endAll,
  MAIN,
  requireSound,
  scratch,
  serving,
  sockbench,
  start,
  words,
} from './command.ts';
import { measuredHere } from './in-process.ts';
import { measuring, RUN } from './steady.ts';

afterEach(endAll);

describe('a server in the middle of a run', () => {
  it.each(['udp', 'tcp'])(
    'that is killed and started again: %s keeps what it measured, the next run is whole',
    async (transport) => {
      const server = await serving();
      const result = await measuring(`${transport} ${server.target} --duration 60s`, async () => {
        server.child.kill('SIGKILL');
        await server.ended;
      });
      expect(statusOf(result)).toBe(1);
      expect(result.ending).toMatchObject({ status: 'failed' });
      expect(result.transports[0]!.probes!.received).toBeGreaterThan(0);
      const again = await serving('--port', String(server.port));
      const next = await measuredHere(`${transport} ${again.target} --count 50 --rate 200`);
      expect(next.transports[0]!.probes).toMatchObject({ sent: 50, received: 50 });
    },
  );

  it('that stands still for a second and goes on loses no count', async () => {
    const server = await serving();
    const result = await measuring(`udp ${server.target} --duration 2s --loss-threshold 5s`, async () => {
      server.child.kill('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      server.child.kill('SIGCONT');
    });
    expect(statusOf(result)).toBe(0);
    const { probes, loss } = result.transports[0]!;
    expect(probes!.sent).toBe(400);
    expect(loss.up!.received).toBe(loss.down!.sent);
  });
});

it('a wall clock that steps back an hour in the middle changes no figure', async () => {
  const step =
    'const now=Date.now;const from=performance.now();Date.now=()=>now()-(performance.now()-from>1500?3600000:0);';
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(step)}` };
  const client = sockbench(
    [...words('udp --duration 3s --json --ui none'), '--rate', '200', '--warmup', '0ms'],
    { env },
  );
  const [one] = documentOf(await client.ended, 0).transports;
  expect(one!.probes!.sent).toBe(600);
  expect(one!.durationSeconds).toBeCloseTo(3, 0);
  expect(one!.latency!.service!.max).toBeLessThan(60e9);
});

describe('file descriptors that run out', () => {
  const within = (limit: number, args: readonly string[]) =>
    start('bash', ['-c', `ulimit -n ${limit}; exec "$0" "$@"`, process.execPath, MAIN, ...args]);

  it('at the client end the run with a sentence, and leave nothing', async () => {
    const client = within(100, words('tcp --clients 100 --duration 30s --rate 200 --ui text'));
    const ended = await client.ended;
    expect(ended.status).toBe(2);
    expect(ended.out + ended.err).toContain('open files are needed for this run, but the limit is 100.');
    expect(ended.err).not.toMatch(/\n\s+at /);
    await allGone(descendants(client.pid));
  });

  it('at the server cost those who come then, and no one who comes after', async () => {
    const server = within(100, words('serve --port 0 --ui text'));
    const [, port] = await server.until(/on port (\d+)/);
    const held = Array.from({ length: 100 }, () =>
      connect({ port: Number(port), host: '127.0.0.1' }).on('error', () => {}),
    );
    // The kernel takes them all; the server takes as many as it can, or hangs up.
    await Promise.all(held.map((socket) => once(socket, 'connect').catch(() => {})));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    for (const socket of held) socket.destroy();
    await expect
      .poll(() => readdirSync(`/proc/${server.pid}/fd`).length, { timeout: 20_000 })
      .toBeLessThan(40);
    const after = await measuredHere(`udp 127.0.0.1:${port} --count 50 --rate 200`);
    expect(after.transports[0]!.probes).toMatchObject({ sent: 50, received: 50 });
  });
});

describe('a result that cannot be saved', () => {
  const RUN_AND_SAVE = 'udp --count 50 --rate 200 --ui none --force --output';
  const folder = scratch();
  afterAll(() => folder.remove());

  it.each([
    ['a full disk', `mount -t tmpfs -o size=4k none ${folder.path('')}`, folder.path('x.json')],
    ['a folder that takes no files', 'true', '/proc/sockbench.json'],
  ])('goes to standard output, and that is said: %s', async (_, first, file) => {
    const script = `${first}; "$0" "$1" ${RUN_AND_SAVE} ${file}`;
    const ended = await start('unshare', ['-rm', 'sh', '-c', script, process.execPath, MAIN]).ended;
    expect(ended.status).toBe(1);
    expect(ended.err).toContain('was not saved');
    const json = ended.out.slice(ended.out.indexOf('{'), ended.out.lastIndexOf('}') + 1);
    expect((JSON.parse(json) as RunResult).transports[0]!.probes!.sent).toBe(50);
  });
});

it('the terminal that closes: the result so far is saved', async () => {
  const folder = scratch();
  const client = sockbench(['udp', '--duration', '60s', ...RUN, '--output', folder.path('run.json')]);
  await client.until(/"event":"interval"/);
  const children = descendants(client.pid);
  client.child.kill('SIGHUP');
  await client.ended;
  requireSound(JSON.parse(readFileSync(folder.path('run.json'), 'utf8')) as RunResult);
  expect(folder.names()).toEqual(['run.json']);
  await allGone(children);
  folder.remove();
});
