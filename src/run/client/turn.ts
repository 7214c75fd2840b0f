/** The thread that merges what the generators tell wakes for it, and must not do so at their cost. */

/** @returns how this thread is as before; without the kernel's interface nothing changes */
export async function waitForTurn(): Promise<() => void> {
  const { isKernel, openKernel } = await import('../../net/linux/kernel/kernel.ts');
  const kernel = await openKernel();
  if (!isKernel(kernel)) return () => {};
  const { neverInterrupt } = await import('../../net/linux/kernel/scheduling.ts');
  return neverInterrupt(kernel);
}
