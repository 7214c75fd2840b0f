/**
 * How losses of a one-way stream stand together: runs and confidence, from what the receiving end saw of the numbers and
 * what the sending end used of them. Pure.
 */

import { bump, mergeCounts } from '../../../../measure/columns.ts';
import { interleave } from '../../../../measure/ledger/merge.ts';
import { type BatchData, mergeBatches, sentBesides } from '../../../../measure/slices/batches.ts';
import { lossConfidence } from '../../../../measure/statistics.ts';
import type { DirectionLoss } from '../../../../result/document/counts-schema.ts';
import type { TransportResult } from '../../../../result/document/schema.ts';
import type { Direction } from '../../../../units.ts';
import { asRecord } from '../common.ts';
import { total } from '../directions.ts';
import type { AssemblyInput } from '../inputs.ts';

type Losses = Pick<TransportResult['loss'], 'confidence95' | 'confidenceMethod' | 'runLengths'>;

const UNKNOWN: Losses = { confidence95: null, confidenceMethod: null, runLengths: null };

/** @param direction the only one; null where there are two, or its loss is not known */
export function streamLosses(
  input: AssemblyInput,
  direction: DirectionLoss | null,
  refused: Readonly<Record<string, number>>,
): Losses {
  // A refused send uses up its number: where there were some, a gap need not be a loss.
  // A stream has no lost messages: what is missing at its end is what had not come yet.
  if (input.plan.transport === 'tcp') return UNKNOWN;
  if (direction?.lost == null || direction.sent === null || Object.keys(refused).length > 0) return UNKNOWN;
  const seen = seenOf(input);
  if (seen === null) return UNKNOWN;
  const runs = new Map(seen.runs);
  // Where the waiting was cut short, nobody knows of what was sent last.
  if (!input.cutShort)
    seen.sent.forEach((sent, flow) => {
      const tail = sent - (seen.highest[flow] ?? 0);
      if (tail > 0) bump(runs, tail);
    });
  const { interval, method } = lossConfidence(
    direction.sent,
    direction.lost,
    runs,
    sentBesides(seen.slots, seen.sent),
  );
  return { confidence95: interval, confidenceMethod: method, runLengths: asRecord(runs) };
}

/**
 * Where the waiting was cut short: what has been overtaken will not come any more, and of what was sent later nobody knows.
 * null where that cannot be told: a refused send uses up its number.
 */
export function seenPart(
  { finished, ledger }: AssemblyInput,
  direction: Direction,
  received: readonly number[],
): { sent: number; received: number } | null {
  const parts = finished.map((part) => part.stream!);
  const losses = parts.map((part) => part.losses).filter((part) => part !== null);
  const seen = direction === 'up' ? ledger?.losses?.seen : interleave(losses.map((part) => part.seen));
  const refused =
    direction === 'up'
      ? parts.some((part) => part.refused.size > 0)
      : Object.keys(ledger?.refused ?? {}).length > 0;
  return seen == null || refused ? null : { sent: total(seen), received: total(received) };
}

interface Seen {
  readonly sent: readonly number[];
  /** Highest number that arrived, plus 1, by flow. */
  readonly highest: readonly number[];
  readonly runs: ReadonlyMap<number, number>;
  readonly slots: Pick<BatchData, 'width' | 'received'>;
}

function seenOf({ plan, finished, ledger }: AssemblyInput): Seen | null {
  const parts = finished.map((part) => part.stream!);
  if (plan.mode === 'up') {
    if (ledger?.losses == null) return null;
    const { seen, runs, width, slots } = ledger.losses;
    return {
      sent: interleave(parts.map((part) => part.sentOf)),
      highest: seen,
      runs: new Map(Object.entries(runs).map(([length, n]) => [Number(length), n])),
      slots: { width, received: Float64Array.from(slots) },
    };
  }
  const losses = parts.map((part) => part.losses).filter((part) => part !== null);
  if (ledger === null || losses.length < parts.length || losses.length === 0) return null;
  const runs = new Map<number, number>();
  for (const part of losses) mergeCounts(runs, part.runs);
  return {
    sent: ledger.sent,
    highest: interleave(losses.map((part) => part.seen)),
    runs,
    slots: mergeBatches(losses.map((part) => part.slots)),
  };
}
