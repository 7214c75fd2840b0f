/**
 * Asks the kernel to wake this thread when it is due. Both requests need no privilege and concern this thread alone.
 *
 * Timers of ordinary threads may end up to 50 µs late (timer slack, prctl(2)); here 1 ns. And a thread that wakes waits
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

/** What the kernel does not grant stays as it was: the send lag tells what came of it. */
export function wakeOnTime({ calls, scratch }: Kernel, arch: string = process.arch): void {
  calls.prctl(PR_SET_TIMERSLACK, SLACK_NS, 0, 0, 0);
  const number = SCHED_SETATTR[arch];
  if (number === undefined) return;
  const { bytes, view } = scratch;
  bytes.fill(0, 0, SCHED_ATTR.size);
  view.setUint32(SCHED_ATTR.sizeField, SCHED_ATTR.size, true);
  // The call sets the priority too: as it is, and not back to 0.
  view.setInt32(SCHED_ATTR.nice, getPriority(), true);
  view.setUint32(SCHED_ATTR.runtime, SLICE_NS, true);
  calls.syscall(number, 0, scratch.at(0, SCHED_ATTR.size), 0);
}
