/** How far the figures of a run can be trusted, in one line: the first of every report. */
import type { RunResult, Trust } from '../../result/document/schema.ts';
import { trustIn, worstOf } from '../../result/trust.ts';
import type { Words } from '../../words/index.ts';

export interface TrustText {
  /** That of the transport that can be trusted least. */
  readonly level: Trust['level'];
  readonly text: string;
}

/** null where nothing was measured; of a run that failed nobody is told that all is well. */
export function trustText({ transports, ending }: RunResult, words: Words): TrustText | null {
  if (transports.length === 0) return null;
  const { trust, transports: names } = words.summary;
  const levels = transports.map(({ transport, quality }) => ({ transport, level: trustIn(quality).level }));
  const level = worstOf(levels.map((one) => one.level));
  if (level === 'good' && ending.status === 'failed') return null;
  const one = levels.every((other) => other.level === level);
  const each = levels.map((other) => `${names[other.transport]} ${trust.each[other.level]}`).join(', ');
  return { level, text: `${trust.title} ${one ? trust[level] : `${each}; ${trust.below}`}` };
}
