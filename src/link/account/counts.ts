import type { LinkCounts } from '../../result/impairment.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type Counts = Mutable<LinkCounts> &
  Mutable<Required<Pick<LinkCounts, 'aqmDropped' | 'marked' | 'waiting'>>>;

/** Both directions of one session, or of one kind of packet. */
export interface Account {
  readonly up: Counts;
  readonly down: Counts;
}
