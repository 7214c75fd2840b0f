/** What the emulated link tells while a run is on: packets for a screen, and how full its queues are. */
import { SECOND } from '../../../units.ts';
import type { LiveEvent } from '../live/reported.ts';
import type { RunOptions } from '../run-options.ts';

export function watchLink(
  { lab, reports, queue }: Pick<RunOptions, 'lab' | 'reports' | 'queue'>,
  emit: (event: LiveEvent) => void,
): void {
  if (lab === undefined) return;
  if (reports !== null) lab.onPackets((packets, skipped) => emit({ event: 'packets', packets, skipped }));
  if (reports === null && queue !== true) return;
  lab.onQueue((time, up, down) => emit({ event: 'queue', atSeconds: time / SECOND, up, down }));
}
