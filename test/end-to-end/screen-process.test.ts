/** The process that draws a run: what happens to the run, and to the terminal, when it gets no turn or dies. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { isKernel, openKernel } from '../../src/net/linux/kernel/kernel.ts';
import type { RunResult } from '../../src/result/document/schema.ts';
import { alive, allGone, descendants, descendantsWith, scratch } from './command.ts';
import { begin, borrow, LONG, normal, terminal } from './screen-session.ts';
import { hasTmux, openTerminal, SOCKBENCH } from './tmux.ts';

const reachesKernel = isKernel(await openKernel());

describe.skipIf(!hasTmux || process.platform !== 'linux')('the process that draws', () => {
  afterEach(() => terminal.close());

  async function began(command: string, env: Readonly<Record<string, string>> = {}): Promise<number> {
    begin(100, 30, command, env);
    await terminal.until(/running/);
    return drawing();
  }

  const drawing = (): number => {
    const [child, ...others] = descendantsWith(terminal.child(), 'screen-process');
    expect(others).toEqual([]);
    return child!;
  };
  /** Policy and nice of all its threads, once it is drawn. */
  const standing = (pid: number, expected: string): Promise<void> =>
    expect
      .poll(
        () => {
          const { stdout } = spawnSync('ps', ['-L', '-o', 'cls=,ni=', '-p', String(pid)], {
            encoding: 'utf8',
          });
          const each = stdout
            .trim()
            .split('\n')
            .map((line) => line.trim().replace(/ +/, ' '));
          return [...new Set(each)];
        },
        { timeout: 10_000, interval: 200 },
      )
      .toEqual([expected]);

  it('stands behind a run at a rate with all its threads, and does not know the key; where the run is killed, it gives the screen back and ends', async () => {
    const pid = await began(`udp ${LONG}`, { SOCKBENCH_KEY: 'a key that nobody guesses' });
    await standing(pid, reachesKernel ? 'IDL -' : 'TS 19');
    expect(readFileSync(`/proc/${terminal.child()}/environ`, 'utf8')).toContain('a key that nobody guesses');
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('a key that nobody guesses');
    process.kill(terminal.child(), 'SIGKILL');
    await terminal.until(/^before$/m);
    await normal();
    await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false);
  });

  it('keeps a share beside a run that takes all there is; where it dies, Ctrl-C still ends the run', async () => {
    const pid = await began(`tcp ${LONG}`);
    await standing(pid, 'TS 10');
    process.kill(pid, 'SIGKILL');
    await terminal.until(/^The screen has ended unexpectedly/m);
    terminal.type('C-c');
    await terminal.until(/^Quality:/m);
    await normal();
  });

  it('dies, and the run goes on in the normal screen and ends by itself', async () => {
    const files = scratch();
    const pid = await began(`udp --duration 4s --warmup 200ms --output ${files.path('result.json')}`);
    process.kill(pid, 'SIGKILL');
    await terminal.until(/^The screen has ended unexpectedly; the run goes on without it/m);
    await terminal.until(/^status 0$/m);
    await normal();
    const result = JSON.parse(readFileSync(files.path('result.json'), 'utf8')) as RunResult;
    expect(result.ending.status).toBe('completed');
    expect(result.transports[0]!.probes).toMatchObject({ sent: 4000 });
    files.remove();
  });

  it('gets no turn, and one that pushes harder takes its place, with what is known so far', async () => {
    const stuck = await began(`udp --rate 200 ${LONG}`);
    process.kill(stuck, 'SIGSTOP');
    await expect.poll(() => alive(stuck), { timeout: 20_000, interval: 100 }).toBe(false);
    await terminal.until((text) => /^sockbench udp .* running/m.test(text) && / q {2}end/.test(text));
    const fresh = drawing();
    // Born in the middle of the run, it has the policy of the thread that made it: SCHED_BATCH, which has its share too.
    await standing(fresh, reachesKernel ? 'B 10' : 'TS 10');
    terminal.type('?');
    await terminal.until(/^── Help/m);
    // And once more is once too often.
    process.kill(fresh, 'SIGSTOP');
    await terminal.until(/^The screen has ended unexpectedly/m);
    terminal.type('C-c');
    await terminal.until(/^Quality:/m);
    await normal();
  });

  it('gives the modes of the terminal back where the run was killed and its parent is no shell that does', async () => {
    const files = scratch();
    const tell = (name: string): string => `stty -g > ${files.path(name)}`;
    const gone = `until [ -e ${files.path('gone')} ]; do sleep 0.05; done`;
    borrow(openTerminal(100, 30));
    // A shell without job control leaves the terminal to whoever had it last.
    terminal.type(
      `sh -c '${tell('before')}; ${SOCKBENCH} udp ${LONG}; ${gone}; ${tell('after')}'; echo done`,
      'Enter',
    );
    await terminal.until(/running/);
    const [run] = descendantsWith(terminal.child(), ' udp ');
    const all = descendants(run!);
    process.kill(run!, 'SIGKILL');
    await allGone(all);
    writeFileSync(files.path('gone'), '');
    await terminal.until(/^done$/m);
    expect(readFileSync(files.path('after'), 'utf8')).toBe(readFileSync(files.path('before'), 'utf8'));
    files.remove();
  });
});
