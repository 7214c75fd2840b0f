/** What is settled of an echo whose waiting was cut short, told by the numbers from which on answers are awaited. Pure. */
import { interleave } from '../../../measure/ledger/merge.ts';
import type { Finished } from '../threads/pool.ts';

/** By flow (global numbers); undefined where nothing is awaited, or a generator is missing. */
export function settledNumbers(finished: readonly Finished[], workers: number): number[] | undefined {
  const parts = finished.map(({ measured }) => measured);
  if (parts.length < workers || !parts.some((part) => (part?.open ?? 0) > 0)) return undefined;
  return interleave(
    parts.map((part) => part!.flows.map(({ settled }) => settled?.number ?? Number.MAX_SAFE_INTEGER)),
  );
}
