/**
 * What a thread asks of the kernel's scheduler: to be woken when it is due, or to stand aside for those that are.
 *
 * Waking on time needs no privilege. Timers of ordinary threads may end up to 50 µs late (timer slack, prctl(2)); here 1 ns. And a thread that wakes waits
 * for the slice of whoever runs, some 3 ms, unless its own slice is shorter (EEVDF; settable since Linux 6.12,
 * sched(7)); here the least there is, 0.1 ms.
 */
import { getPriority } from 'node:os';
import { PR_SET_TIMERSLACK } from './constants.ts';
import type { Kernel } from './kernel.ts';
import { SCHED_ATTR } from './layout.ts';

const SLACK_NS = 1;
const SLICE_NS = 100_000;
/** System calls without a wrapper in older glibc. */
const SCHED_SETATTR: Readonly<Record<string, number>> = { x64: 314, arm64: 274 };

const SCHED_NORMAL = 0;
const SCHED_BATCH = 3;
const SCHED_IDLE = 5;
/** Any other could be a rise, which takes a privilege. */
const LEAST_NICE = 19;

/** What the kernel does not grant stays as it was: the send lag tells what came of it. */
export function wakeOnTime(kernel: Kernel, arch: string = process.arch): void {
  kernel.calls.prctl(PR_SET_TIMERSLACK, SLACK_NS, 0, 0, 0);
  // The call sets the priority too: as it is, and not back to 0.
  setAttributes(kernel, { policy: SCHED_NORMAL, nice: getPriority(), runtime: SLICE_NS }, arch);
}

/**
 * When it wakes, the calling thread waits until whoever runs is done, or a processor is free (SCHED_BATCH, sched(7)): what a
 * generator tells another thread must not cost it its own processor.
 * @returns how it is as before, which takes no privilege
 */
export function neverInterrupt(kernel: Kernel, arch: string = process.arch): () => void {
  const nice = getPriority();
  setAttributes(kernel, { policy: SCHED_BATCH, nice, runtime: 0 }, arch);
  return () => void setAttributes(kernel, { policy: SCHED_NORMAL, nice, runtime: 0 }, arch);
}

/**
 * Lets every other thread go before this one: whoever wakes takes its processor at once (SCHED_IDLE, sched(7)). For good:
 * coming back counts as raising the priority. Only for what may starve.
 * @param thread its id; 0: the calling one
 * @returns whether the kernel granted it
 */
export function standAside(kernel: Kernel, thread: number, arch: string = process.arch): boolean {
  return setAttributes(kernel, { policy: SCHED_IDLE, nice: LEAST_NICE, runtime: 0 }, arch, thread);
}

interface Attributes {
  readonly policy: number;
  readonly nice: number;
  /** Length of a slice, ns; 0: the kernel's own. */
  readonly runtime: number;
}

/** @param thread its id; 0: the calling one. @returns whether it was granted */
function setAttributes({ calls, scratch }: Kernel, wanted: Attributes, arch: string, thread = 0): boolean {
  const number = SCHED_SETATTR[arch];
  if (number === undefined) return false;
  const { bytes, view } = scratch;
  bytes.fill(0, 0, SCHED_ATTR.size);
  view.setUint32(SCHED_ATTR.sizeField, SCHED_ATTR.size, true);
  view.setUint32(SCHED_ATTR.policy, wanted.policy, true);
  view.setInt32(SCHED_ATTR.nice, wanted.nice, true);
  view.setUint32(SCHED_ATTR.runtime, wanted.runtime, true);
  return calls.syscall(number, thread, scratch.at(0, SCHED_ATTR.size), 0) === 0;
}
