import type { LinkCounts } from '../result/impairment.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type Counts = Mutable<LinkCounts>;

/** Both directions of one session, or of one kind of packet. */
export interface Account {
  readonly up: Counts;
  readonly down: Counts;
}
