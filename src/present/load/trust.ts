/** How far the delays of a load can be trusted: by what is known of the probes that they are made of. */
import type { LoadDocument } from '../../result/document/load.ts';
import type { RunResult } from '../../result/document/schema.ts';
import type { Sentence, Words } from '../../words/index.ts';
import { warningsOf } from '../shared/sentences.ts';
import { type TrustText, trustText } from '../shared/trust.ts';

export interface LoadTrust {
  /** null where nothing was measured. */
  readonly trust: TrustText | null;
  readonly warnings: readonly Sentence[];
}

/** A remedy names no option that the command does not have. */
const asOfLoad = (remedy: string): string =>
  remedy.replace(/--rate\b/g, '--probe-rate').replace(/--duration\b/g, '--phase');

export function loadTrust({ runs }: LoadDocument, words: Words): LoadTrust {
  const probes = runs[0];
  if (probes === undefined) return { trust: null, warnings: [] };
  const udp: RunResult = {
    ...probes,
    transports: probes.transports.filter(({ transport }) => transport === 'udp'),
  };
  const warnings = warningsOf(udp, words).map(({ message, remedy }) => ({
    message,
    remedy: remedy === null ? null : asOfLoad(remedy),
  }));
  return { trust: trustText(udp, words), warnings };
}
