/** A real terminal for end-to-end tests: a tmux server of its own, keys typed into it, its screen read as lines. */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ScreenWatch } from './screen-watch.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const SOCKBENCH = `${process.execPath} ${ROOT}dist/cli/main.js`;

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux)
  console.warn('skipped: the tests of the screen in a real terminal need tmux (apt-get install tmux)');

export interface Terminal {
  /** Types text; names such as `Enter` and `C-c` are keys. */
  type(...keys: string[]): void;
  lines(): string[];
  text(): string;
  /** With its escape sequences. */
  painted(): string;
  /** The screen once it shows what is awaited. @throws with the screen where it does not within 30 s. */
  until(expected: RegExp | ((text: string) => boolean)): Promise<string>;
  /** The alternate screen is on. */
  alternate(): boolean;
  cursorVisible(): boolean;
  resize(columns: number, rows: number): void;
  columns(): number;
  /** Process id of the command that the shell runs. */
  child(): number;
  close(): void;
}

const PATIENCE_MS = 30_000;
/** Between two looks at a screen that is written all the time. */
const PAUSE_MS = 30;
/** What is awaited may be something else than what was written. */
const ANYWAY_MS = 250;

let opened = 0;

/** A shell of the given size; its prompt is `$ `. */
export function openTerminal(
  columns: number,
  rows: number,
  env: Readonly<Record<string, string>> = {},
): Terminal {
  // A server for each: one that is ending with its last session takes no new one.
  const server = `sockbench-test-${process.pid}-${opened++}`;
  const name = 't';
  const tmux = (...args: string[]): string =>
    execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...args], { encoding: 'utf8', timeout: 20_000 });
  const set = { LANG: 'C.UTF-8', PS1: '$ ', ...env };
  const assignments = Object.entries(set).map(([key, value]) => `${key}='${value}'`);
  const shell = `env -u CI -u NO_COLOR -u LC_ALL -u LC_CTYPE ${assignments.join(' ')} bash --norc --noprofile`;
  tmux('new-session', '-d', '-s', name, '-x', String(columns), '-y', String(rows), shell);
  const watch = new ScreenWatch(server, name);
  const ask = (format: string): string => tmux('display-message', '-p', '-t', name, format).trim();
  const text = (): string => tmux('capture-pane', '-p', '-t', name);
  return {
    type: (...keys) => void tmux('send-keys', '-t', name, ...keys),
    lines: () => text().split('\n'),
    text,
    painted: () => tmux('capture-pane', '-p', '-e', '-t', name),
    until: async (expected) => {
      const holds = typeof expected === 'function' ? expected : (seen: string) => expected.test(seen);
      for (const end = Date.now() + PATIENCE_MS; ; ) {
        // Where the session has ended, the command says so.
        const seen = (await watch.screen(Math.max(1, end - Date.now()))) ?? text();
        if (holds(seen)) {
          // A frame may be half written: the rest of it is a moment away.
          await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
          const whole = await watch.screen(ANYWAY_MS);
          return whole !== null && holds(whole) ? whole : seen;
        }
        if (Date.now() > end) throw new Error(`the screen never showed ${String(expected)}:\n${seen}`);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        await watch.change(ANYWAY_MS);
      }
    },
    alternate: () => ask('#{alternate_on}') === '1',
    cursorVisible: () => ask('#{cursor_flag}') === '1',
    resize: (wide, high) => void tmux('resize-window', '-t', name, '-x', String(wide), '-y', String(high)),
    columns: () => Number(ask('#{pane_width}')),
    child: () => {
      const children = execFileSync('pgrep', ['-P', ask('#{pane_pid}')], { encoding: 'utf8' });
      return Number(children.trim().split('\n')[0]);
    },
    close: () => {
      watch.close();
      spawnSync('tmux', ['-L', server, 'kill-server']);
    },
  };
}
