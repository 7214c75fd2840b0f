/** Moving entries between batches. */
import { type Batch, copyHeader, HEADER_BYTES } from '../wire/batch.ts';

/** Appends a copy of `from`'s entry; `to` must not be full. @returns its index in `to`. */
export function appendEntry(to: Batch, from: Batch, entry: number): number {
  const at = to.count++;
  copyHeader(to, at, from.words, (entry * HEADER_BYTES) / 4);
  to.flow[at] = from.flow[entry]!;
  to.length[at] = from.length[entry]!;
  to.arrived(at, from.time[entry]!, from.unread[entry]!, from.unsure[entry]!);
  return at;
}
