/** A socket of the lab that is still to come, for a command that was started while the lab is built. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY = 5;
/** A lab that fails takes the command with it, or its folder: this is for one that hangs. ms */
const PATIENCE = 30_000;

/** @throws Error where it will not come */
export async function whenThere(path: string): Promise<void> {
  const until = performance.now() + PATIENCE;
  while (!existsSync(path)) {
    if (!existsSync(dirname(path)) || performance.now() > until) throw new Error('the link process ended');
    await sleep(LOOK_EVERY);
  }
}
