/**
 * What a user would have missed: the worse of the loss of what was sent (RFC 7680) and of what was due and never delivered,
 * because the system refused it, or it was too late to be sent. Headlines, gates and comparisons say which of the two it is.
 */
import type { DirectionLoss } from './document/counts-schema.ts';
import type { TransportResult } from './document/schema.ts';

export interface Missed {
  readonly kind: 'lost' | 'undelivered';
  readonly ratio: number;
  /** So many of `of` probes. */
  readonly count: number;
  readonly of: number;
}

/** Of the whole run; null where nobody knows, and in mode both, whose directions have nothing to do with each other. */
export function missedOf({ probes, loss, undelivered }: TransportResult): Missed | null {
  const count = probes === null ? 0 : probes.lost + (probes.late ?? 0);
  const lost = lossOf(loss.ratio, count, probes?.sent ?? 0);
  return worse(lost, neverDelivered(undelivered, probes?.due));
}

/** Of one direction; null where nobody knows. */
export function missedIn(direction: DirectionLoss | null): Missed | null {
  if (direction === null) return null;
  const { ratio, lost, sent, undelivered, due } = direction;
  return worse(lossOf(ratio, lost ?? 0, sent ?? 0), neverDelivered(undelivered, due));
}

const lossOf = (ratio: number | null, count: number, of: number): Missed | null =>
  ratio === null ? null : { kind: 'lost', ratio, count, of };

function neverDelivered(
  undelivered: TransportResult['undelivered'],
  due: number | null | undefined,
): Missed | null {
  if (undelivered?.ratio == null || due == null) return null;
  return { kind: 'undelivered', ratio: undelivered.ratio, count: undelivered.count, of: due };
}

const worse = (lost: Missed | null, undelivered: Missed | null): Missed | null =>
  lost === null || undelivered === null
    ? (lost ?? undelivered)
    : undelivered.ratio > lost.ratio
      ? undelivered
      : lost;
