/** What this run knows of the server's clock, from what both ends say of theirs. */
import type { OffsetKnown } from '../../../measure/delay/known-offset.ts';
import type { Grant } from '../../../wire/control.ts';
import { clockWord, offsetFrom, wallOffset } from '../../clock-word.ts';
import type { Clocks } from '../assemble/echo/delays.ts';
import type { TransportContext } from '../context.ts';

export const UNKNOWN_CLOCKS: Clocks & { readonly offset: OffsetKnown | null } = {
  basis: 'none',
  wall: null,
  offset: null,
  arrivals: null,
};

/** Nothing where the server is a plain echo, or of a version that says nothing. */
export async function clocksOf(
  { epoch, engine }: TransportContext,
  grant: Grant | undefined,
): Promise<typeof UNKNOWN_CLOCKS> {
  if (grant?.clock === undefined) return UNKNOWN_CLOCKS;
  const ours = clockWord(epoch, grant.token, engine === 'linux' ? await wallError() : null);
  const found = offsetFrom(ours, grant.clock);
  return {
    basis: found?.basis ?? 'none',
    wall: wallOffset(ours, grant.clock),
    offset: found?.known ?? null,
    arrivals: grant.arrivals ?? null,
  };
}

async function wallError(): Promise<number | null> {
  const [{ isKernel, openKernel }, { maximumError }] = await Promise.all([
    import('../../../net/linux/kernel/kernel.ts'),
    import('../../../net/linux/kernel/synchronised.ts'),
  ]);
  const kernel = await openKernel();
  return isKernel(kernel) ? maximumError(kernel) : null;
}
