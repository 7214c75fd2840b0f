/**
 * The terminal's modes, for a screen whose run was killed: a shell gives itself back its own, but not every parent is one.
 * By stty(1), as Node tells no modes but "raw".
 */
import { spawnSync } from 'node:child_process';
import { withoutKey } from '../../run/without-key.ts';

/** Of standard input. @returns null where that is no terminal, or there is no stty */
export function terminalModes(): string | null {
  const { status, stdout } = spawnSync('stty', ['-g'], {
    stdio: ['inherit', 'pipe', 'ignore'],
    encoding: 'utf8',
    env: withoutKey(process.env),
  });
  return status === 0 ? stdout.trim() : null;
}

/** @param modes as {@link terminalModes} told them */
export function setTerminalModes(modes: string): void {
  spawnSync('stty', [modes], { stdio: ['inherit', 'ignore', 'ignore'], env: withoutKey(process.env) });
}
