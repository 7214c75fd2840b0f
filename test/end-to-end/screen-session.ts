/** A command in a real terminal, and what its screen must look like. */
import { expect } from 'vitest';
import { openTerminal, SOCKBENCH, type Terminal } from './tmux.ts';

export let terminal: Terminal;

export function begin(
  columns: number,
  rows: number,
  command: string,
  env: Readonly<Record<string, string>> = {},
  folder = '.',
): void {
  terminal = openTerminal(columns, rows, env);
  terminal.type(`cd ${folder}; echo before`, 'Enter');
  terminal.type(`${SOCKBENCH} ${command}; echo status $?`, 'Enter');
}

/** One that was opened elsewhere. */
export function borrow(opened: Terminal): void {
  terminal = opened;
}

/** Never needed in full: every test ends its run itself. */
export const LONG = '--duration 90s --warmup 200ms';

/** One title at the top, the keys at the bottom, and the wall between the halves straight. */
export async function drawnWhole(rows: number, title: RegExp, keys: RegExp): Promise<string> {
  const text = await terminal.until((seen) => {
    const lines = seen.split('\n');
    return title.test(lines[0]!) && keys.test(lines[rows - 1]!);
  });
  const lines = text.split('\n');
  expect(lines.filter((line) => title.test(line)).length).toBe(1);
  return text;
}

/** Keys are echoed, and the shell listens. */
export async function normal(): Promise<void> {
  expect(terminal.alternate()).toBe(false);
  expect(terminal.cursorVisible()).toBe(true);
  terminal.type('echo typed$((40+2))', 'Enter');
  await terminal.until(/^typed42$/m);
}

export async function restored(status: number): Promise<string> {
  const text = await terminal.until(new RegExp(`^status ${status}$`, 'm'));
  expect(terminal.alternate()).toBe(false);
  expect(terminal.cursorVisible()).toBe(true);
  return text;
}
