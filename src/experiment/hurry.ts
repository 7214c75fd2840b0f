/** Ends a run that takes too long: what was measured is kept, and what is still on its way is not waited for. */
import type { RunHandle } from '../library/run.ts';

/** @param time ns from now @param why called before, where it comes to that */
export function hurriesAfter(time: number, handle: RunHandle, why: () => void): void {
  const timer = setTimeout(() => {
    why();
    handle.stop();
    handle.stop();
  }, time / 1e6);
  const over = (): void => clearTimeout(timer);
  void handle.result.then(over, over);
}
