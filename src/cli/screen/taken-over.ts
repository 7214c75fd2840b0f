/** A command inside a lab finds a screen on its terminal: the launcher's first frame, which is its own to take over or to leave. */
/** Tells it so. */
export const SCREEN_VARIABLE = 'SOCKBENCH_SCREEN';

/** Once: whatever this process starts has a terminal as it is. */
export function takenOver(): boolean {
  const on = process.env[SCREEN_VARIABLE] === 'on';
  delete process.env[SCREEN_VARIABLE];
  return on;
}

/** No screen follows: what is said next is for the normal one. Where nothing is to be left, nothing happens. */
export async function leaveTaken(stdout: NodeJS.WriteStream): Promise<void> {
  if (!takenOver() || !stdout.isTTY) return;
  const { LEAVE } = await import('../../present/live/terminal/terminal.ts');
  stdout.write(LEAVE);
}
