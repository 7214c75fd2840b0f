/** What `send` is asked, and what it tells. */
import type { Addresses } from '../../net/connect-first.ts';
import type { Address } from '../../net/port.ts';
import type { Transport } from '../../units.ts';

/** What would listen there. */
export const START = 'listen --lan';
export const ANSWER_BYTES = 64 * 1024;

export type SendEvent =
  | { readonly kind: 'connected'; readonly ms: number; readonly to: Address }
  | { readonly kind: 'sent'; readonly bytes: number }
  /** A piece of it: what came without a pause. */
  | { readonly kind: 'answer'; readonly bytes: Buffer }
  /** None within `wait`. */
  | { readonly kind: 'no-answer' }
  /** @param ms since the message was sent; `answered`: something had come */
  | { readonly kind: 'closed'; readonly byPeer: boolean; readonly ms: number; readonly answered: boolean };

export interface SendOptions {
  readonly target: Addresses;
  readonly transport: Transport;
  readonly message: Buffer;
  /** ms in which answers may come, from when the message was sent; 0: none is waited for */
  readonly wait: number;
}
