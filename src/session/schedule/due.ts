/** What chooses the next probe: a schedule, or the answers. */
export interface Due {
  flow: number;
  intended: number;
  /** When it first found no room on its flow; NaN: it finds some. */
  since: number;
  readonly measuredFrom: number;
  readonly until: number;
  readonly stalled: boolean;
  next(now: number): boolean;
  putBack(flow: number, intended: number, since: number): void;
  drop(flow: number): void;
  halt(): void;
  finished(now: number): boolean;
  readonly deadline: number;
  /** When the last probe was due. */
  readonly lastDue: number;
  /** Probes that have come to be due by `now`, warm-up included. */
  dueBy(now: number): number;
  /** Flows whose answers are due at any time: closed loop. */
  readonly waiting: number;
}
