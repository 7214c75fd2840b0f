/** Warnings beside a result: codes with what their sentences are made from. Pure. */
import type { Warning } from '../../../result/schema.ts';
import { type Details, sentenceFor, type WarningCode, wordsFor } from '../../../words/index.ts';

/** The JSON says it in English; another language says it again from `details`. */
export function warning(code: WarningCode, details: Details = {}): Warning {
  const sentence = sentenceFor('warnings', wordsFor('en'), code, details)!;
  return { code, ...sentence, details: { ...details } };
}

export interface Judged {
  readonly closedLoop: boolean;
  readonly offered: number | null;
  readonly achieved: number | null;
  readonly sendLagP99: number | null;
  readonly refused: Readonly<Record<string, number>>;
  readonly queueDrops: number | null;
  /** Packets that an emulated link lost by itself. */
  readonly overrun: number;
  readonly bufferDrops: { readonly server: number; readonly client: number };
  readonly samples: number;
  /** What ended the run was that so many had been sent. */
  readonly byCount: boolean;
}

/** A probe rate below this share of the offered one is short of it (contract, `quality`). */
const REACHED = 0.99;
const FEW = 100;

export function saturated({ offered, achieved, sendLagP99 }: Judged): boolean | null {
  if (offered === null || achieved === null) return null;
  return achieved < REACHED * offered || (sendLagP99 !== null && sendLagP99 > 1e9 / offered);
}

export function judgeQuality(judged: Judged): Warning[] {
  const { offered, achieved, sendLagP99, refused, queueDrops, overrun, bufferDrops, samples } = judged;
  const warnings: Warning[] = [];
  if (offered !== null && achieved !== null && achieved < REACHED * offered) {
    warnings.push(
      warning('generator-behind', { achieved: Math.round(achieved), offered: Math.round(offered) }),
    );
  } else if (offered !== null && sendLagP99 !== null && sendLagP99 > 1e9 / offered) {
    warnings.push(warning('send-lag', { lag: Number((sendLagP99 / 1e6).toPrecision(3)) }));
  }
  if (judged.closedLoop) warnings.push(warning('closed-loop'));
  for (const [errno, count] of Object.entries(refused)) warnings.push(warning('refused', { count, errno }));
  // The link's queues are among this machine's interfaces: its drops are told once.
  if (overrun > 0) warnings.push(warning('link-overrun', { count: overrun }));
  else if (queueDrops !== null && queueDrops > 0)
    warnings.push(warning('interface-drops', { count: queueDrops }));
  if (bufferDrops.server > 0)
    warnings.push(warning('receive-buffer', { count: bufferDrops.server, side: 'server' }));
  if (bufferDrops.client > 0)
    warnings.push(warning('receive-buffer', { count: bufferDrops.client, side: 'client' }));
  if (samples > 0 && samples < FEW)
    warnings.push(warning('few-samples', { ended: judged.byCount ? 'count' : 'duration' }));
  return warnings;
}
