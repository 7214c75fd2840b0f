/** What the race and the process at one end of a link say to each other. Times in ns since the race's epoch. */
import type { ArqSetup } from '../protocols.ts';

export interface EndOrder {
  readonly type: 'order';
  /** null: the kernel's TCP. */
  readonly setup: ArqSetup | null;
  readonly host: string;
  readonly port: number;
  /** Base64; the receiver gets none. */
  readonly file: string;
}

export type ToEnd =
  | EndOrder
  /** @param epoch machineNow() in decimal digits */
  | { readonly type: 'go'; readonly epoch: string };

/** Of the sender: in the order in which it happened. */
export type Move =
  | readonly [kind: 'sent', time: number, index: number, again: boolean]
  | readonly [kind: 'timeout', time: number, index: number]
  | readonly [kind: 'acknowledged', time: number, index: number, cumulative: boolean];

export type FromEnd =
  | { readonly type: 'ready' }
  | { readonly type: 'moves'; readonly moves: readonly Move[] }
  /** The receiver, of TCP: bytes that were read. */
  | { readonly type: 'progress'; readonly time: number; readonly bytes: number }
  /** The sender knows that all has arrived: so long after it began. */
  | { readonly type: 'done'; readonly time: number }
  /** What the receiver delivered, base64. */
  | { readonly type: 'file'; readonly file: string }
  | { readonly type: 'failed'; readonly reason: string };
