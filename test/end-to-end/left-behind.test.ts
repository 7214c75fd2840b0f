/** Whatever ends a command, nothing of it stays behind. */
import { afterEach, describe, expect, it } from 'vitest';
import { allGone, descendants, endAll, processesWith, sockbench } from './command.ts';

afterEach(endAll);

const RUN = ['udp', '--duration', '60s', '--rate', '200', '--ui', 'text', '--json-stream'];

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
