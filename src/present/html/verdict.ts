/** The result in one or two sentences: what a class should remember of it. */

import type { RunResult, TransportResult } from '../../result/document/schema.ts';
import { mainLatency, retransmitsOf } from '../../result/metrics.ts';
import { type Missed, missedOf } from '../../result/missed.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';
import { headlines } from '../shared/headline.ts';
import { holdingSentence } from '../shared/owners.ts';
import { sayEnding } from '../shared/sentences.ts';

export function verdict(result: RunResult, words: Words): string[] {
  const text = words.html.verdict;
  const first = headlines(result, words);
  const ending = result.ending.status === 'failed' ? [text.failed(sayEnding(result, words).message)] : [];
  const failed = [...ending, ...first.outages, ...first.undelivered];
  const [one, other] = result.transports;
  if (one === undefined) return failed.length > 0 ? failed : [text.nothing];
  const format = formatFor(words);
  if (other === undefined) return [...failed, ...single(one, words, format)];
  return [...failed, ...contrast(one, other, words, format)];
}

function single(result: TransportResult, words: Words, format: Format): string[] {
  const text = words.html.verdict;
  const sentences: string[] = [];
  const latency = mainLatency(result);
  if (isOneWay(result)) sentences.push(moved(result, words, format));
  else if (latency !== null && latency.count > 0) {
    const within = result.mode === 'connect' ? text.connected : text.within;
    sentences.push(within(format.time(latency.p50), format.time(latency.p99)));
  }
  const missed = missedOf(result);
  // What was never delivered is among the headlines.
  if (missed !== null && missed.of > 0 && missed.kind === 'lost') {
    if (missed.count > 0) sentences.push(text.lost(missed.count, missed.of, format.percent(missed.ratio)));
    else if (result.transport === 'udp') sentences.push(text.lostNone(missed.of));
  }
  if (sentences.length === 0) return [text.nothing];
  return [...sentences, ...holding([result], words)];
}

/** Where the slowest answers were. */
const holding = (results: readonly TransportResult[], words: Words): string[] =>
  results.flatMap((result) => holdingSentence(result, words) ?? []);

const isOneWay = ({ mode }: TransportResult): boolean => mode === 'up' || mode === 'down' || mode === 'both';

function moved({ transport, goodput }: TransportResult, words: Words, format: Format): string {
  const text = words.html.verdict;
  const parts = [
    ...(goodput.up === null ? [] : [text.up(format.bits(goodput.up))]),
    ...(goodput.down === null ? [] : [text.down(format.bits(goodput.down))]),
  ];
  return parts.length === 0
    ? text.nothing
    : text.moved(words.summary.transports[transport], parts.join(text.and));
}

function share(result: TransportResult, missed: Missed, words: Words, format: Format): string {
  const say = missed.kind === 'lost' ? words.missed.lostShare : words.missed.undeliveredShare;
  return say(words.summary.transports[result.transport], format.percent(missed.ratio));
}

function contrast(tcp: TransportResult, udp: TransportResult, words: Words, format: Format): string[] {
  const text = words.html.verdict;
  if (isOneWay(tcp)) return [moved(tcp, words, format), moved(udp, words, format)];
  const [a, b] = [missedOf(tcp), missedOf(udp)];
  const sentences: string[] = [];
  const lossy = a?.ratio === 0 && (b?.ratio ?? 0) > 0;
  if (a !== null && b !== null) {
    const lost = a.kind === 'lost' && b.kind === 'lost';
    if (!lost) sentences.push(`${share(tcp, a, words, format)}; ${share(udp, b, words, format)}.`);
    else if (lossy) sentences.push(text.contrast(b.count, b.of, format.percent(b.ratio)));
    else if (a.count === 0 && b.count === 0) sentences.push(text.bothNone(b.of));
    else sentences.push(text.bothLost(format.percent(a.ratio), format.percent(b.ratio)));
  }
  const resent = retransmitsOf(tcp) ?? 0;
  if (resent > 0) sentences.push((lossy ? text.resent : text.resentAnyway)(resent));
  const [slow, quick] = [mainLatency(tcp)?.p99 ?? null, mainLatency(udp)?.p99 ?? null];
  if (slow !== null && quick !== null) {
    const say = lossy && slow > 1.5 * quick ? text.price : text.tails;
    sentences.push(say(format.time(slow), format.time(quick)));
  }
  const { connect } = tcp;
  if (connect?.p50 != null && tcp.mode !== 'connect')
    sentences.push((connect.count === 1 ? text.shook : text.shookEach)(format.time(connect.p50)));
  return [...sentences, ...holding([tcp, udp], words)];
}
