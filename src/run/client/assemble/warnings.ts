/** Warnings beside a result: codes with what their sentences are made from. Pure. */
import type { SockbenchError } from '../../../errors.ts';
import type { Warning } from '../../../result/document/schema.ts';
import { type Details, sentenceFor, type WarningCode, wordsFor } from '../../../words/index.ts';

/** The JSON says it in English; another language says it again from `details`. */
export function warning(code: WarningCode, details: Details = {}): Warning {
  const sentence = sentenceFor('warnings', wordsFor('en'), code, details)!;
  return { code, ...sentence, details: { ...details } };
}

/** What would have failed the run alone, told beside what was measured. */
export const asWarning = ({ code, message, remedy, details }: SockbenchError): Warning => ({
  code,
  message,
  remedy,
  details: { ...details },
});

export interface Judged {
  readonly closedLoop: boolean;
  readonly refused: Readonly<Record<string, number>>;
  /** Sends of the server, by errno. */
  readonly refusedThere: Readonly<Record<string, number>>;
  /** Packets that each end's own queues dropped; null where that is not told. */
  readonly queueDrops: { readonly client: number | null; readonly server: number | null };
  /** Packets that an emulated link lost by itself. */
  readonly overrun: number;
  readonly bufferDrops: { readonly server: number; readonly client: number };
  readonly samples: number;
  /** What ended the run was that so many had been sent. */
  readonly byCount: boolean;
}

const FEW = 100;
/** So large a share of the probes is what a lower rate would spare. */
const MANY = 0.01;
const SIDES = ['client', 'server'] as const;

export function judgeQuality(judged: Judged): Warning[] {
  const { refused, refusedThere, queueDrops, overrun, bufferDrops, samples } = judged;
  const warnings: Warning[] = [];
  if (judged.closedLoop) warnings.push(warning('closed-loop'));
  for (const [errno, count] of Object.entries(refused)) warnings.push(warning('refused', { count, errno }));
  for (const [errno, count] of Object.entries(refusedThere))
    warnings.push(warning('peer-refused', { count, errno }));
  // The link's queues are among the interfaces of both ends: its drops are told once.
  if (overrun > 0) warnings.push(warning('link-overrun', { count: overrun }));
  else
    for (const side of SIDES)
      if ((queueDrops[side] ?? 0) > 0)
        warnings.push(
          warning('interface-drops', {
            count: queueDrops[side]!,
            side,
            ...(queueDrops[side]! < MANY * samples ? { few: 1 } : {}),
          }),
        );
  for (const side of ['server', 'client'] as const)
    if (bufferDrops[side] > 0) warnings.push(warning('receive-buffer', { count: bufferDrops[side], side }));
  if (samples > 0 && samples < FEW)
    warnings.push(warning('few-samples', { ended: judged.byCount ? 'count' : 'duration' }));
  return warnings;
}
