/**
 * Where the launcher of a lab is killed outright, the kernel ends everything inside with it, and the screen too. A small
 * shell outside of the lab waits for the end of a pipe and then leaves the alternate screen; modes are the shell's again.
 */
import { spawn } from 'node:child_process';
import { LEAVE } from '../../present/live/terminal.ts';

/** Signals of the terminal are for the command. What was drawn last may still be on its way. */
const SCRIPT = `trap '' INT QUIT HUP TERM
read -r word
test "$word" = done && exit
sleep 0.3
printf '%s' "$1"`;

/** @returns what ends the guard: the terminal is as it was found */
export function startGuard(): () => void {
  const guard = spawn('sh', ['-c', SCRIPT, 'sh', LEAVE], { stdio: ['pipe', 'inherit', 'ignore'] });
  // Without a shell the screen is left by those inside, as long as they live.
  guard.on('error', () => {});
  guard.stdin!.on('error', () => {});
  guard.unref();
  return () => guard.stdin!.end('done\n');
}
