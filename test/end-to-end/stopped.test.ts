/** Ctrl-Z, bg and fg in a real shell: the terminal is the shell's while the job is stopped, and the screen comes back. */
import { afterEach, describe, expect, it } from 'vitest';
import { noLab } from './lab-tools.ts';
import { hasTmux, openTerminal, SOCKBENCH, type Terminal } from './tmux.ts';

interface Screen {
  readonly command: string;
  /** Its title, at the top of the screen. */
  readonly title: RegExp;
  /** A key, and what it shows. */
  readonly key: string;
  readonly shows: RegExp;
  readonly leave: readonly string[];
}

const RUN = '--duration 90s --warmup 0ms --rate 100';
const SCREENS: Readonly<Record<string, Screen>> = {
  run: {
    command: `udp ${RUN}`,
    title: /^sockbench udp .* running/,
    key: '?',
    shows: /── Help/,
    leave: ['x', 'q'],
  },
  'run in the lab': {
    command: `compare --loss 5% ${RUN}`,
    title: /^sockbench compare .* running/,
    key: '?',
    shows: /── Help/,
    leave: ['x', 'q'],
  },
  server: {
    command: 'serve --port 0',
    title: /^sockbench serve/,
    key: 'C-l',
    shows: /Nobody is connected/,
    leave: ['q'],
  },
  chat: {
    command: 'chat --serve --port 0 --name Ana',
    title: /^sockbench chat .*Ana/,
    key: 'hello',
    shows: /^Ana> hello/m,
    leave: ['C-c'],
  },
};

describe.skipIf(!hasTmux)('a job of the shell', () => {
  let terminal: Terminal;
  afterEach(() => terminal.close());

  async function begun({ command, title }: Screen): Promise<void> {
    terminal = openTerminal(100, 30);
    terminal.type(`${SOCKBENCH} ${command}`, 'Enter');
    await terminal.until(title);
    expect(terminal.alternate()).toBe(true);
  }

  /** Keys are echoed, the cursor is seen, and the shell listens. */
  async function shell(word: string): Promise<void> {
    await terminal.until(() => !terminal.alternate());
    expect(terminal.cursorVisible()).toBe(true);
    terminal.type(`echo ${word}$((40+2))`, 'Enter');
    await terminal.until(new RegExp(`^${word}42$`, 'm'));
  }

  async function drawn({ title }: Screen): Promise<void> {
    await terminal.until((text) => title.test(text) && terminal.alternate());
    expect(terminal.cursorVisible()).toBe(false);
  }

  async function back(screen: Screen): Promise<void> {
    await drawn(screen);
    const { key, shows, leave } = screen;
    terminal.type(key);
    await terminal.until(shows);
    for (const last of leave) terminal.type(last);
    await terminal.until(/^status \d+$/m);
    await shell('left');
  }

  /** In the background the terminal is the shell's. */
  async function behind(screen: Screen): Promise<void> {
    terminal.type('C-z');
    await shell('stopped');
    terminal.type('clear; bg', 'Enter');
    await shell('behind');
    // Three frames later.
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(terminal.alternate()).toBe(false);
    expect(terminal.text()).not.toMatch(screen.title);
    await shell('still');
    terminal.type('clear; jobs', 'Enter');
    await terminal.until(/Running .*sockbench|Running .*main/);
    terminal.type('fg; echo status $?', 'Enter');
    await back(screen);
  }

  it.each(['run in the lab', 'server'])('%s: Ctrl-Z, and fg', async (name) => {
    const screen = SCREENS[name]!;
    if (name.includes('lab') && noLab !== undefined)
      return console.warn(`skipped, because there is no lab: ${noLab}`);
    await begun(screen);
    terminal.type('C-z');
    await shell('stopped');
    expect(terminal.text()).toMatch(/Stopped/);
    terminal.type('clear; fg; echo status $?', 'Enter');
    await back(screen);
  });

  it('chat: bg leaves the terminal to the shell, until fg', async () => {
    await begun(SCREENS['chat']!);
    await behind(SCREENS['chat']!);
  });

  it('run: stopped without being asked it is drawn anew; bg leaves the terminal to the shell, until fg', async () => {
    const screen = SCREENS['run']!;
    await begun(screen);
    process.kill(terminal.child(), 'SIGSTOP');
    await terminal.until(/Stopped/);
    terminal.type('clear; fg', 'Enter');
    await drawn(screen);
    await behind(screen);
  });
});
