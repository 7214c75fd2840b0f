/** Whatever ends a command, nothing of it stays behind. */

import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { allGone, descendants, endAll, processesWith, sockbench } from './command.ts';
import { noLab, scratch } from './lab-tools.ts';

afterEach(endAll);

const RUN = [
  'udp',
  '--duration',
  '60s',
  '--rate',
  '200',
  '--interval',
  '100ms',
  '--ui',
  'text',
  '--json-stream',
];

/** A run with a server of its own, once it measures. */
async function running(...args: string[]) {
  // In no other command line of this machine: a seed of this test's own.
  const mark = String(1_000_000_000 + Math.floor(Math.random() * 1_000_000_000));
  const run = sockbench([...RUN, '--seed', mark, ...args]);
  await run.until(/"event":"interval"/);
  const children = descendants(run.pid);
  expect(children.length).toBeGreaterThan(0);
  return { run, children, mark };
}

describe('a run with its own server', () => {
  it('that is killed takes its server with it', async () => {
    const { run, children, mark } = await running();
    run.child.kill('SIGKILL');
    await run.ended;
    await allGone(children);
    expect(processesWith(mark)).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends on %s with what was measured, and leaves nothing',
    async (signal) => {
      const { run, children } = await running();
      run.child.kill(signal);
      const ended = await run.ended;
      expect(ended.status).toBe(130);
      expect(ended.out).toMatch(/"event":"result"/);
      await allGone(children);
    },
  );

  it('whose server is killed ends with an error, soon, and with what was measured', async () => {
    const { run, children } = await running();
    const begun = Date.now();
    for (const child of children) process.kill(child, 'SIGKILL');
    const ended = await run.ended;
    expect(ended.status).toBe(1);
    expect(Date.now() - begun).toBeLessThan(30_000);
    expect(ended.out).toMatch(/"event":"result"/);
  });
});

describe.skipIf(noLab !== undefined)('a lab', () => {
  const files = scratch();
  afterEach(() => files.remove());
  const commandOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');

  const SCRIPTS: Readonly<Record<string, string>> = {
    link: '/lab/link/process.js',
    server: '/server-process.js',
    relay: '/relay/process.js',
  };

  it('of which a process is killed says so, and takes everything with it', async () => {
    const killed = async (part: string, says: RegExp | null, status: number | null) => {
      const TMPDIR = files.path(part);
      mkdirSync(TMPDIR, { recursive: true });
      const env = { ...process.env, TMPDIR };
      const server = sockbench(['serve', '--loss', '5%', '--port', '0', '--ui', 'text'], { env });
      await server.until(/Ctrl-C/);
      expect(readdirSync(TMPDIR)).toHaveLength(1);
      const children = descendants(server.pid);
      const victim = children.find((pid) => {
        const [program, script] = commandOf(pid);
        return part === 'unshare' ? program === part : part in SCRIPTS && script?.endsWith(SCRIPTS[part]!);
      });
      process.kill(victim ?? server.pid, 'SIGKILL');
      const ended = await server.ended;
      expect(ended.status, part).toBe(status);
      if (says !== null) expect(ended.err).toMatch(says);
      await allGone(children);
      await expect.poll(() => readdirSync(TMPDIR), { timeout: 20_000 }).toEqual([]);
    };
    await Promise.all([
      killed('link', /lab ended by itself: its link process/, 1),
      killed('server', /lab ended by itself: its server/, 1),
      killed('relay', /lab ended by itself: its relay/, 1),
      killed('unshare', /lab ended by itself: its link process/, 1),
      killed('launcher', null, null),
    ]);
  });
});
