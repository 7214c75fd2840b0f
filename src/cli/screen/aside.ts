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

/** All threads of a process, and those that they make, for good. What the system does not grant stays as it was. */
export async function standsAside(standing: Standing, pid = process.pid): Promise<void> {
  const threads = threadsOf(pid);
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

/** Linux gives each thread a priority of its own, and a new one that of its maker; elsewhere it is the process's. */
function threadsOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [pid];
  }
}
