/** What every sender of the lesson is, whatever its protocol: a state machine without a clock and without a socket. */

/** What a sender is made for. */
export interface SenderOptions {
  /** Packets of the file. */
  readonly total: number;
  readonly window: number;
  /** Sequence numbers 0 to space − 1. */
  readonly space: number;
  /** ns */
  readonly timeout: number;
  readonly tell: (event: SenderEvent) => void;
}

/** What happened at the sender. `index` counts the file's packets from 0 and never wraps. */
export type SenderEvent =
  | { readonly what: 'timeout'; readonly index: number }
  /** All up to `index` (cumulative), or that one alone (selective), are acknowledged. */
  | { readonly what: 'acknowledged'; readonly index: number; readonly cumulative: boolean }
  /** It says nothing that the sender did not know. */
  | { readonly what: 'old-acknowledgement'; readonly number: number };

/** A packet that leaves now. */
export interface Leaving {
  readonly index: number;
  /** It was sent before. */
  readonly again: boolean;
}

export interface ArqSender {
  /** The oldest packet that is not acknowledged; `total` at the end. */
  readonly base: number;
  /** The next packet that was never sent. */
  readonly next: number;
  readonly done: boolean;
  /** When {@link poll} must be called at the latest; Infinity: no timer runs. */
  readonly deadline: number;
  isAcknowledged(index: number): boolean;
  acknowledge(number: number, now: number): void;
  /** Timers first, then what may leave: to be called until it gives nothing. */
  poll(now: number): Leaving | undefined;
}
