/**
 * Where the launcher of a lab is killed outright, the kernel ends everything inside with it, and the screen too. A small
 * shell outside of the lab waits for the end of a pipe and then leaves the alternate screen; modes are the shell's again.
 */
import { spawn } from 'node:child_process';
import { LEAVE } from '../../present/live/terminal/terminal.ts';
import { withoutKey } from '../../run/without-key.ts';

/** Signals of the terminal are for the command. What was drawn last may still be on its way. */
const SCRIPT = `trap '' INT QUIT HUP TERM
read -r word
test "$word" = done && exit
sleep 0.3
printf '%s' "$1"`;

/**
 * @returns what ends the guard: at once where the terminal is `asFound`, else when it has left the screen. Never rejects
 */
export function startGuard(): (asFound: boolean) => Promise<void> {
  const guard = spawn('sh', ['-c', SCRIPT, 'sh', LEAVE], {
    stdio: ['pipe', 'inherit', 'ignore'],
    env: withoutKey(process.env),
  });
  // Without a shell the screen is left by those inside, as long as they live.
  const gone = new Promise<void>((resolve) => {
    guard.once('error', () => resolve());
    guard.once('exit', () => resolve());
  });
  guard.stdin!.on('error', () => {});
  guard.unref();
  return (asFound) => {
    guard.ref();
    guard.stdin!.end(asFound ? 'done\n' : '');
    return gone;
  };
}
