/** The process that draws a run: what happens to the run, and to the terminal, when it gets no turn or dies. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { isKernel, openKernel } from '../../src/net/linux/kernel/kernel.ts';
import type { RunResult } from '../../src/result/document/schema.ts';
import { allGone, descendants, scratch } from './command.ts';
import { noLab } from './lab-tools.ts';
import { hasTmux, openTerminal, SOCKBENCH, type Terminal } from './tmux.ts';

const LONG = '--duration 90s --warmup 200ms';
const reachesKernel = isKernel(await openKernel());

describe.skipIf(!hasTmux || process.platform !== 'linux')('the process that draws', () => {
  let terminal: Terminal;
  afterEach(() => terminal.close());

  async function began(command: string, env: Readonly<Record<string, string>> = {}): Promise<number> {
    terminal = openTerminal(100, 30, env);
    terminal.type('echo before', 'Enter');
    terminal.type(`${SOCKBENCH} ${command}; echo status $?`, 'Enter');
    await terminal.until(/running/);
    return drawing();
  }

  const childrenOf = (parent: number, what = 'screen-process'): number[] => {
    const { stdout } = spawnSync('pgrep', ['-P', String(parent), '-f', what], {
      encoding: 'utf8',
    });
    return stdout.trim().split('\n').filter(Boolean).map(Number);
  };
  const drawing = (): number => {
    const [child, ...others] = childrenOf(terminal.child());
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
        { timeout: 10_000 },
      )
      .toEqual([expected]);
  const normal = async (): Promise<void> => {
    expect(terminal.alternate()).toBe(false);
    expect(terminal.cursorVisible()).toBe(true);
    terminal.type('echo typed$((40+2))', 'Enter');
    await terminal.until(/^typed42$/m);
  };

  it('stands behind a run at a rate with all its threads, and does not know the key', async () => {
    const pid = await began(`udp ${LONG}`, { SOCKBENCH_KEY: 'a key that nobody guesses' });
    await standing(pid, reachesKernel ? 'IDL -' : 'TS 19');
    expect(readFileSync(`/proc/${terminal.child()}/environ`, 'utf8')).toContain('a key that nobody guesses');
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('a key that nobody guesses');
    terminal.type('q');
    await terminal.until(/^status 130$/m);
    await normal();
  });

  it('keeps a share beside a run that takes all there is', async () => {
    const pid = await began(`tcp --clients 4 ${LONG}`);
    await standing(pid, 'TS 10');
    terminal.type('q');
    await terminal.until(/^status 130$/m);
  });

  it('dies, and the run goes on in the normal screen and ends by itself', async () => {
    const files = scratch();
    const pid = await began(`udp --duration 5s --warmup 200ms --output ${files.path('result.json')}`);
    process.kill(pid, 'SIGKILL');
    await terminal.until(/^The screen has ended unexpectedly; the run goes on without it/m);
    await terminal.until(/^status 0$/m);
    await normal();
    const result = JSON.parse(readFileSync(files.path('result.json'), 'utf8')) as RunResult;
    expect(result.ending.status).toBe('completed');
    expect(result.transports[0]!.probes).toMatchObject({ sent: 5000 });
    files.remove();
  });

  it('dies, and Ctrl-C still ends the run', async () => {
    process.kill(await began(`udp ${LONG}`), 'SIGKILL');
    await terminal.until(/^The screen has ended unexpectedly/m);
    terminal.type('C-c');
    await terminal.until(/^Quality:/m);
    await normal();
  });

  it('gets no turn, and one that pushes harder takes its place, with what is known so far', async () => {
    const stuck = await began(`udp ${LONG}`);
    process.kill(stuck, 'SIGSTOP');
    await expect.poll(() => childrenOf(terminal.child()).includes(stuck), { timeout: 20_000 }).toBe(false);
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

  it('gives the screen back where the run itself is killed, and ends', async () => {
    const pid = await began(`udp ${LONG}`);
    process.kill(terminal.child(), 'SIGKILL');
    await terminal.until(/^before$/m);
    await normal();
    await expect.poll(() => spawnSync('kill', ['-0', String(pid)]).status, { timeout: 10_000 }).not.toBe(0);
  });

  it('gives the modes of the terminal back where the run was killed and its parent is no shell that does', async () => {
    const modes = scratch();
    const tell = (name: string): string => `stty -g > ${modes.path(name)}`;
    terminal = openTerminal(100, 30, {});
    // A shell without job control leaves the terminal to whoever had it last.
    terminal.type(
      `sh -c '${tell('before')}; ${SOCKBENCH} udp ${LONG}; sleep 2; ${tell('after')}'; echo done`,
      'Enter',
    );
    await terminal.until(/running/);
    const [run] = childrenOf(terminal.child(), ' udp ');
    process.kill(run!, 'SIGKILL');
    await terminal.until(/^done$/m);
    expect(readFileSync(modes.path('after'), 'utf8')).toBe(readFileSync(modes.path('before'), 'utf8'));
    modes.remove();
  });

  it.skipIf(noLab !== undefined)('gives the screen back where what a lab is made of is killed', async () => {
    const files = scratch();
    terminal = openTerminal(100, 30, { TMPDIR: files.path('.') });
    terminal.type(`${SOCKBENCH} udp --loss 5% ${LONG}; echo status $?`, 'Enter');
    await terminal.until(/running/);
    const [inside] = childrenOf(terminal.child(), 'unshare');
    process.kill(inside!, 'SIGKILL');
    await terminal.until(/^status 1$/m);
    // What is said stands in the normal screen.
    await terminal.until(/^sockbench: The lab ended by itself/m);
    await normal();
    files.remove();
  });

  it.skipIf(noLab !== undefined)(
    'gives the screen back where the launcher of a lab is killed, and all inside with it',
    async () => {
      const files = scratch();
      terminal = openTerminal(100, 30, { TMPDIR: files.path('.') });
      terminal.type('echo before', 'Enter');
      terminal.type(`${SOCKBENCH} udp --loss 5% ${LONG}; echo status $?`, 'Enter');
      await terminal.until(/running/);
      expect(terminal.alternate()).toBe(true);
      process.kill(terminal.child(), 'SIGKILL');
      await terminal.until(() => !terminal.alternate());
      await normal();
      files.remove();
    },
  );

  it.skipIf(noLab !== undefined)(
    'whose terminal closes: over an emulated link too, the result so far is saved',
    async () => {
      const files = scratch();
      terminal = openTerminal(100, 30);
      terminal.type(`${SOCKBENCH} compare --loss 5% ${LONG} --output ${files.path('run.json')}`, 'Enter');
      await terminal.until(/running/);
      const children = descendants(terminal.child());
      terminal.close();
      await expect.poll(() => files.names(), { timeout: 20_000 }).toEqual(['run.json']);
      const result = JSON.parse(readFileSync(files.path('run.json'), 'utf8')) as RunResult;
      expect(result.ending.status).toBe('interrupted');
      expect(result.transports.map(({ probes }) => probes!.received > 0)).toEqual([true, true]);
      await allGone(children);
      files.remove();
    },
  );
});
