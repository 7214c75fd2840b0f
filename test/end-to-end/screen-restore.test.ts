import { afterEach, describe, expect, it } from 'vitest';
import { noLab } from './lab-tools.ts';
import { hasTmux, openTerminal, ROOT, SOCKBENCH, type Terminal } from './tmux.ts';

const PLAYER = `${process.execPath} ${ROOT}test/end-to-end/screen-player.mjs`;

describe.skipIf(!hasTmux)('the terminal is left as it was found', () => {
  let terminal: Terminal;
  afterEach(() => terminal.close());

  async function started(what: string): Promise<void> {
    terminal = openTerminal(100, 30);
    terminal.type('echo before', 'Enter');
    await terminal.until(/^before$/m);
    terminal.type(`${PLAYER} ${what}; echo status $?`, 'Enter');
    await terminal.until(/sockbench udp/);
    expect(terminal.alternate()).toBe(true);
    expect(terminal.cursorVisible()).toBe(false);
  }

  /** What was on the screen is back, keys are echoed, the cursor is seen. */
  async function restored(): Promise<void> {
    expect(terminal.alternate()).toBe(false);
    expect(terminal.cursorVisible()).toBe(true);
    expect(terminal.text()).toMatch(/^before$/m);
    terminal.type('echo typed$((40+2))', 'Enter');
    await terminal.until(/\$ echo typed\$\(\(40\+2\)\)\n[\s\S]*^typed42$/m);
  }

  it('after q, with the summary in the normal screen', async () => {
    await started('');
    terminal.type('q');
    await terminal.until(/^summary\nstatus 0$/m);
    await restored();
  });

  it('after Ctrl-C', async () => {
    await started('');
    terminal.type('C-c');
    await terminal.until(/^summary\nstatus 0$/m);
    await restored();
  });

  it('after a crash, with the reason readable', async () => {
    await started('crash');
    const text = await terminal.until(/status 1/);
    expect(text).toContain('Error: crashed on purpose');
    await restored();
  });

  it('after process.exit', async () => {
    await started('exit');
    await terminal.until(/status 7/);
    await restored();
  });

  for (const [signal, status] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    it(`after ${signal}`, async () => {
      await started('');
      process.kill(terminal.child(), signal);
      await terminal.until(new RegExp(`status ${status}`));
      await restored();
    });

  it('after SIGINT from outside', async () => {
    await started('');
    process.kill(terminal.child(), 'SIGINT');
    // The shell gives the whole line up when a child dies of SIGINT.
    await terminal.until(() => !terminal.alternate());
    await restored();
  });

  it.skipIf(noLab !== undefined)(
    'after Ctrl-C, when a lab is still being built behind the first frame',
    async () => {
      terminal = openTerminal(100, 30);
      terminal.type('echo before', 'Enter');
      await terminal.until(/^before$/m);
      terminal.type(`${SOCKBENCH} compare --loss 5% --duration 20s; echo status $?`, 'Enter');
      await terminal.until(/starting/);
      terminal.type('C-c');
      await terminal.until(() => !terminal.alternate());
      await restored();
    },
  );

  it('serve: q ends the server, and says so in the normal screen', async () => {
    terminal = openTerminal(80, 24, { LANG: 'pt_BR.UTF-8' });
    terminal.type('echo before', 'Enter');
    terminal.type(`${SOCKBENCH} serve --port 0; echo status $?`, 'Enter');
    await terminal.until(/Ninguém está conectado/);
    expect(terminal.alternate()).toBe(true);
    terminal.type('q');
    await terminal.until(/status 0/);
    await restored();
  });

  it('a resize in mid-run draws the screen anew, without remains', async () => {
    await started('');
    terminal.resize(70, 20);
    await terminal.until(
      (text) =>
        text.split('\n').filter((line) => line.includes('sockbench udp')).length === 1 &&
        / q {2}end/.test(text),
    );
    terminal.resize(120, 40);
    await terminal.until((text) => / q {2}end/.test(text.split('\n').slice(30).join('\n')));
    expect(terminal.lines().filter((line) => line.includes('sockbench udp')).length).toBe(1);
    terminal.type('q');
    await terminal.until(/status 0/);
    await restored();
  });
});
