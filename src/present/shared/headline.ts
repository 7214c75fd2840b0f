/** What a person must know first: when nothing came, and what was never delivered though it was due. Pure. */
import { most } from '../../measure/extremes.ts';
import type { Outage, RunResult, TransportResult } from '../../result/document/schema.ts';
import { type Missed, missedIn, missedOf } from '../../result/missed.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';

/** Of more, the longest is told with how many there were. */
const MOST = 3;

/** Sentences; none on a good day. */
export interface Headlines {
  readonly outages: readonly string[];
  readonly undelivered: readonly string[];
}

export function headlines(result: RunResult, words: Words): Headlines {
  const format = formatFor(words);
  const several = result.transports.length > 1;
  const each = (say: (transport: TransportResult) => string[]): string[] =>
    result.transports.flatMap((transport) => {
      const name = several ? `${words.summary.transports[transport.transport]}: ` : '';
      return say(transport).map((sentence) => `${name}${sentence}`);
    });
  return {
    outages: each((transport) => outageSentences(transport, words, format)),
    undelivered: each((transport) => undelivered(transport, words, format)),
  };
}

function outageSentences(transport: TransportResult, words: Words, format: Format): string[] {
  const { mode, outages = [] } = transport;
  if (outages.length <= MOST)
    return outages.map((outage) => outageSentence(outage, transport, words, format));
  const lengths = outages.map(({ startSeconds, endSeconds }) => endSeconds - startSeconds);
  const longest = outages[lengths.indexOf(most(lengths)!)]!;
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const sentence = outageSentence(longest, transport, words, format);
  return [
    words.missed.outages(outages.length, format.plain(all, 1), nothingOf(longest, mode, words), sentence),
  ];
}

/** `From 2.2 to 5.3 s nothing came back: this machine's link was down.` */
export function outageSentence(
  outage: Outage,
  transport: TransportResult,
  words: Words,
  format: Format,
): string {
  const { startSeconds, endSeconds, cause, missing } = outage;
  const places = endSeconds - startSeconds < 1 ? 2 : 1;
  const { why } = words.missed;
  return words.missed.outage(
    format.plain(startSeconds, places),
    format.plain(endSeconds, places),
    nothingOf(outage, transport.mode, words),
    why[cause === 'silence' ? silenceOf(outage, transport) : (missing ?? cause)],
  );
}

/** Where it was lost, as far as both ends tell. By a schedule, what was heard there and not answered in time was the server's. */
function silenceOf({ direction }: Outage, { mode, loss, rate, transport }: TransportResult) {
  if (mode !== 'echo') return 'unknown';
  const told = transport === 'udp' && rate.offered !== null && loss.up?.received != null;
  return direction ?? (told ? 'unanswered' : 'unknown');
}

function nothingOf({ direction }: Outage, mode: TransportResult['mode'], { missed }: Words): string {
  if (mode === 'up' || (mode === 'both' && direction === 'up')) return missed.nothing.there;
  return mode === 'down' || mode === 'both' ? missed.nothing.here : missed.nothing.back;
}

/** Where it is more than what was lost. */
function undelivered(transport: TransportResult, words: Words, format: Format): string[] {
  const { probes, loss, mode } = transport;
  if (mode !== 'both') return sentenceOf(missedOf(transport), probes, isGone(transport), words, format);
  return (['up', 'down'] as const).flatMap((direction) =>
    sentenceOf(missedIn(loss[direction]), loss[direction], isGone(transport), words, format).map(
      (sentence) => `${words.missed.direction[direction]}: ${sentence}`,
    ),
  );
}

/** What was due on a connection that had ended was not late. */
const isGone = ({ quality }: TransportResult): boolean =>
  quality.warnings.some(({ code }) => code === 'flows-ended');

type Fates = Pick<NonNullable<TransportResult['probes']>, 'unsent'>;

function sentenceOf(
  missed: Missed | null,
  fates: Fates | null,
  gone: boolean,
  words: Words,
  format: Format,
): string[] {
  if (missed?.kind !== 'undelivered' || fates?.unsent == null) return [];
  const { refused, skipped } = fates.unsent;
  const inVain = missed.count - refused - skipped;
  const parts = [
    ...(refused > 0 ? [words.missed.refused(refused)] : []),
    ...(skipped > 0 ? [words.missed.skipped(skipped, gone)] : []),
    ...(inVain > 0 ? [words.missed.inVain(inVain)] : []),
  ];
  return [words.missed.undelivered(missed.count, missed.of, format.percent(missed.ratio), parts.join(', '))];
}
