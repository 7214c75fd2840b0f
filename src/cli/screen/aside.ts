/** A process that draws lets those that measure go first: on a machine with few processors it would be in the send lag. */
import { readdirSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { isKernel, openKernel } from '../../net/linux/kernel/kernel.ts';
import { standAside } from '../../net/linux/kernel/scheduling.ts';

/**
 * `last`: gets what nobody else wants. `behind`: the smaller share, but one that it gets even where every processor is
 * wanted all the time.
 */
export type Standing = 'last' | 'behind';

const NICE: Readonly<Record<Standing, number>> = { last: 19, behind: 10 };

/** All threads of this process, for good. What the system does not grant stays as it was. */
export async function goAside(standing: Standing): Promise<void> {
  const threads = threadsHere();
  if (standing === 'last' && process.platform === 'linux') {
    const kernel = await openKernel();
    if (isKernel(kernel) && threads.every((thread) => standAside(kernel, thread))) return;
  }
  for (const thread of threads) beNice(thread, NICE[standing]);
}

function beNice(thread: number, nice: number): void {
  try {
    setPriority(thread, Math.max(nice, getPriority(thread)));
  } catch {
    // A thread that has ended meanwhile, or a system without priorities.
  }
}

/** Linux gives each thread a priority of its own, and a new one that of its maker; 0: the process. */
function threadsHere(): readonly number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [0];
  }
}
