/** Whose the delays were: the table "Whose delay", and the sentences that tell an engineer where to look. Pure. */
import { OWNERS, type Owner } from '../../measure/delay/owners.ts';
import type { Delay } from '../../result/document/delay-schema.ts';
import type { RunResult, TransportResult } from '../../result/document/schema.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor, UNKNOWN } from '../format.ts';
import type { Rows } from './rows.ts';

/** So large a share is worth a word in a sentence. */
const WORTH = 0.05;
/** An interval so narrow (of its higher end) is told as a point. */
const NARROW = 0.02;
const POINT = 2e3;

/** Shares over all answers and over the slowest; owners that held nothing anywhere are left out. null: nobody tells. */
export function ownerRows(result: RunResult, words: Words): Rows | null {
  const text = words.owners;
  const format = formatFor(words);
  const told = result.transports.flatMap(({ transport, owners }) => {
    const name = words.summary.transports[transport];
    return owners == null
      ? []
      : [
          { label: text.all(name), shares: owners.all },
          { label: text.slowest(name), shares: owners.slowest },
        ];
  });
  if (told.length === 0) return null;
  const shown = OWNERS.filter((owner) => told.some(({ shares }) => shares[owner] >= 0.0005));
  return {
    head: ['', ...shown.map((owner) => text.names[owner])],
    rows: told.map(({ label, shares }) => [label, ...shown.map((owner) => shareText(shares[owner], format))]),
  };
}

/** To a tenth of a percent. */
const shareText = (share: number, format: Format): string =>
  share > 0 && share < 0.0005 ? `< ${format.plain(0.1, 1)} %` : `${format.plain(share * 100, 1)} %`;

/** Variation by direction first, which no clock can falsify; then the delays themselves, as far as the clocks allow. */
export function delaySentences(result: RunResult, words: Words): string[] {
  const format = formatFor(words);
  return result.transports.flatMap(({ transport, delay }) =>
    delay == null ? [] : sentencesOf(words.summary.transports[transport], delay, words, format),
  );
}

function sentencesOf(name: string, { up, down, basis }: Delay, words: Words, format: Format): string[] {
  const text = words.owners;
  return [
    text.varies(name, format.time(up.variation.p99), format.time(down.variation.p99)),
    text.delay(
      name,
      intervalText(up.p50, words, format),
      intervalText(down.p50, words, format),
      text.basis[basis],
    ),
  ];
}

function intervalText(interval: Delay['up']['p50'], words: Words, format: Format): string {
  if (interval === null) return UNKNOWN;
  const [low, high] = interval;
  if (high - low <= Math.max(POINT, NARROW * high)) return format.time((low + high) / 2);
  return words.owners.between(low === 0 ? '0' : format.time(low), format.time(high));
}

/** `TCP, the slowest 1 % of the answers: 71 % beyond that on the way up, 24 % on the path itself.` null: nobody tells. */
export function holdingSentence({ transport, owners }: TransportResult, words: Words): string | null {
  if (owners == null) return null;
  const text = words.owners;
  const format = formatFor(words);
  const worth = OWNERS.filter((owner) => owners.slowest[owner] >= WORTH);
  const bySize = (a: Owner, b: Owner): number => owners.slowest[b] - owners.slowest[a];
  // "Beyond that" needs the path before it.
  const ordered = [
    ...worth.filter((owner) => owner === 'path'),
    ...worth.filter((owner) => owner !== 'path').sort(bySize),
  ];
  if (ordered.length === 0) return null;
  const parts = ordered.map((owner) =>
    text.part(`${format.plain(owners.slowest[owner] * 100, 0)} %`, text.held[owner]),
  );
  return text.holding(words.summary.transports[transport], parts.join(', '));
}
