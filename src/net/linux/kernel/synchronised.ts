/** How well the kernel knows the time of day: adjtimex(2), which anybody may read. */
import type { Kernel } from './kernel.ts';
import { TIMEX } from './layout.ts';

const STA_UNSYNC = 0x40;
/** adjtimex(2) returns it where nothing disciplines the clock. */
const TIME_ERROR = 5;

/** ns by which CLOCK_REALTIME may be wrong, as the kernel says; null where it is not synchronised. */
export function maximumError(kernel: Kernel): number | null {
  const timex = kernel.memory(TIMEX.size);
  const state = kernel.calls.adjtimex(timex.at(0, TIMEX.size));
  if (state < 0 || state === TIME_ERROR) return null;
  if ((timex.view.getInt32(TIMEX.status, true) & STA_UNSYNC) !== 0) return null;
  return Number(timex.view.getBigInt64(TIMEX.maxError, true)) * 1000;
}
