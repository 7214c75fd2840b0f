/** One thing that went wrong, before it is said. */
import type { Reason } from '../../../result/document/judgement.ts';
import type { Details, Words } from '../../../words/index.ts';

export type Hint = keyof Words['judge']['hints'];

export interface Found {
  readonly code: Reason;
  readonly hint: Hint;
  readonly details: Details;
}

export const found = (code: Reason, hint: Hint, details: Details = {}): Found => ({ code, hint, details });

/** ns since the first packet, as seconds with three decimals. */
export const secondsOf = (ns: number): number => Math.round(ns / 1e6) / 1000;
