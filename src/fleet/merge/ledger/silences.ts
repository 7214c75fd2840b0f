/** When nothing reached a server from any agent: the times that all of its ledgers have in common. Pure. */
import type { Span } from '../../../measure/outages/outages.ts';
import type { ServerLedger } from '../../../wire/told.ts';

type Silences = NonNullable<ServerLedger['silences']>;
type Silence = Silences['up'];

/** undefined where one ledger keeps none. */
export function mergeSilences(parts: readonly (Silences | undefined)[]): Silences | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return { up: common(known.map(({ up }) => up)), answers: common(known.map(({ answers }) => answers)) };
}

/** Of those from which anything came; null: nothing came from anybody. */
function common(silences: readonly Silence[]): Silence {
  const heard = silences.filter((silence) => silence !== null);
  if (heard.length === 0) return null;
  const shared = heard.map(spansOf).reduce(intersection);
  const [first] = shared;
  const last = shared.at(-1);
  return {
    gaps: shared.slice(1, -1).map(({ from, to }) => [from, to]),
    first: first!.to,
    last: last!.from,
  };
}

/** With the endless ones before the first arrival and after the last. */
const spansOf = ({ gaps, first, last }: NonNullable<Silence>): Span[] => [
  { from: Number.NEGATIVE_INFINITY, to: first },
  ...gaps.map(([from, to]) => ({ from, to })),
  { from: last, to: Number.POSITIVE_INFINITY },
];

/** Both in order; what is at both ends endless stays so. */
function intersection(some: readonly Span[], others: readonly Span[]): Span[] {
  const shared: Span[] = [];
  for (let i = 0, j = 0; i < some.length && j < others.length; ) {
    const [a, b] = [some[i]!, others[j]!];
    const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
    if (to > from) shared.push({ from, to });
    if (a.to < b.to) i++;
    else j++;
  }
  return shared;
}
