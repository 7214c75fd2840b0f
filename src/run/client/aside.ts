/**
 * While a screen is drawn, this thread lets those that measure go first: on a machine with few processors the drawing
 * would else be in the send lag. Where others leave it no time at all it comes back, for keys must be answered.
 */

/** How often it looks whether it still gets its turn, and how late that may be, ms. */
const LOOK_EVERY = 250;
const TOO_LATE = 1000;

/** @returns how this thread comes back; nothing is done where the system would not let it */
export async function letOthersGoFirst(): Promise<() => void> {
  const { isKernel, openKernel } = await import('../../net/linux/kernel.ts');
  const kernel = await openKernel();
  if (!isKernel(kernel)) return () => {};
  const { standAside } = await import('../../net/linux/scheduling.ts');
  const comeBack = standAside(kernel);
  if (comeBack === undefined) return () => {};
  let seen = performance.now();
  const back = (): void => {
    clearInterval(looking);
    comeBack();
  };
  const looking = setInterval(() => {
    const now = performance.now();
    if (now - seen > LOOK_EVERY + TOO_LATE) back();
    seen = now;
  }, LOOK_EVERY).unref();
  return back;
}
