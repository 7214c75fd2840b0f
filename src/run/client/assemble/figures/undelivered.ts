/** What was due, and what of it was never answered, for whatever reason (ARCHITECTURE.md, "The accounting"). Pure. */
import type { DirectionLoss, ProbeCounts, Undelivered } from '../../../../result/document/counts-schema.ts';
import { total } from '../directions.ts';

type Due = Pick<ProbeCounts, 'due' | 'unsent'>;

/** @param refused by errno @param skipped null where the other end does not tell */
export function dueOf(
  sent: number | null,
  refused: Readonly<Record<string, number>>,
  skipped: number | null,
): Due {
  if (sent === null || skipped === null) return { due: null, unsent: null };
  const unsent = { refused: total(Object.values(refused)), skipped };
  return { due: sent + unsent.refused + unsent.skipped, unsent };
}

/** @param answered in time (one way: arrived) or late; null where nobody knows */
export function undeliveredOf({ due }: Due, answered: number | null): Undelivered | null {
  if (due == null || answered === null) return null;
  const count = due - answered;
  return { count, ratio: due === 0 ? null : count / due };
}

/** A direction of a one-way run with what was due in it. @param paced by a schedule, or counted as it leaves: else nothing is due */
export function withDue(direction: DirectionLoss, due: Due, paced: boolean): DirectionLoss {
  const { sent, lost, open } = direction;
  const answered = sent === null || lost === null ? null : sent - lost - (open ?? 0);
  return { ...direction, ...due, undelivered: paced ? undeliveredOf(due, answered) : null };
}
