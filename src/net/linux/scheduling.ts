/**
 * What a thread asks of the kernel's scheduler: to be woken when it is due, or to stand aside for those that are.
 *
 * Waking on time needs no privilege. Timers of ordinary threads may end up to 50 µs late (timer slack, prctl(2)); here 1 ns. And a thread that wakes waits
 * for the slice of whoever runs, some 3 ms, unless its own slice is shorter (EEVDF; settable since Linux 6.12,
 * sched(7)); here the least there is, 0.1 ms.
 */
import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { PR_SET_TIMERSLACK } from './constants.ts';
import type { Kernel } from './kernel.ts';
import { SCHED_ATTR } from './layout.ts';

const SLACK_NS = 1;
const SLICE_NS = 100_000;
/** System calls without a wrapper in older glibc. */
const SCHED_SETATTR: Readonly<Record<string, number>> = { x64: 314, arm64: 274 };

const SCHED_NORMAL = 0;
const SCHED_IDLE = 5;
const CAP_SYS_NICE = 23n;

/** What the kernel does not grant stays as it was: the send lag tells what came of it. */
export function wakeOnTime(kernel: Kernel, arch: string = process.arch): void {
  kernel.calls.prctl(PR_SET_TIMERSLACK, SLACK_NS, 0, 0, 0);
  // The call sets the priority too: as it is, and not back to 0.
  setAttributes(kernel, { policy: SCHED_NORMAL, nice: getPriority(), runtime: SLICE_NS }, arch);
}

/**
 * Lets every other thread go before this one: whoever wakes takes its processor at once (SCHED_IDLE, sched(7)). Done only
 * where the kernel lets it come back, for a thread that stands aside may starve.
 * @returns how it comes back; undefined: it never went
 */
export function standAside(kernel: Kernel, arch: string = process.arch): (() => void) | undefined {
  const nice = getPriority();
  if (!mayComeBack(nice)) return undefined;
  if (!setAttributes(kernel, { policy: SCHED_IDLE, nice, runtime: 0 }, arch)) return undefined;
  return () => void setAttributes(kernel, { policy: SCHED_NORMAL, nice, runtime: 0 }, arch);
}

/** Leaving SCHED_IDLE counts as raising the priority: CAP_SYS_NICE of the machine, or RLIMIT_NICE (getrlimit(2)). */
export function mayComeBack(nice: number, read: (file: string) => string = readProc): boolean {
  try {
    const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(read('status'))?.[1] ?? '0';
    const all = /^\s*0\s+0\s+4294967295\s*$/.test(read('uid_map'));
    if (all && ((BigInt(`0x${effective}`) >> CAP_SYS_NICE) & 1n) === 1n) return true;
    const limit = /^Max nice priority\s+(\S+)/m.exec(read('limits'))?.[1];
    return limit === 'unlimited' || Number(limit) >= 20 - nice;
  } catch {
    // No /proc here: nobody knows.
    return false;
  }
}

const readProc = (file: string): string => readFileSync(`/proc/self/${file}`, 'utf8');

interface Attributes {
  readonly policy: number;
  readonly nice: number;
  /** Length of a slice, ns; 0: the kernel's own. */
  readonly runtime: number;
}

/** Of the calling thread. @returns whether it was granted */
function setAttributes({ calls, scratch }: Kernel, wanted: Attributes, arch: string): boolean {
  const number = SCHED_SETATTR[arch];
  if (number === undefined) return false;
  const { bytes, view } = scratch;
  bytes.fill(0, 0, SCHED_ATTR.size);
  view.setUint32(SCHED_ATTR.sizeField, SCHED_ATTR.size, true);
  view.setUint32(SCHED_ATTR.policy, wanted.policy, true);
  view.setInt32(SCHED_ATTR.nice, wanted.nice, true);
  view.setUint32(SCHED_ATTR.runtime, wanted.runtime, true);
  return calls.syscall(number, 0, scratch.at(0, SCHED_ATTR.size), 0) === 0;
}
