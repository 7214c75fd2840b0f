/** The result in one or two sentences: what a class should remember of it. */
import { mainLatency, retransmitsOf } from '../../result/metrics.ts';
import type { RunResult, TransportResult } from '../../result/schema.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor, UNKNOWN } from '../format.ts';
import { sayEnding } from '../sentences.ts';

export function verdict(result: RunResult, words: Words): string[] {
  const text = words.html.verdict;
  const failed = result.ending.status === 'failed' ? [text.failed(sayEnding(result, words).message)] : [];
  const [first, second] = result.transports;
  if (first === undefined) return failed.length > 0 ? failed : [text.nothing];
  const format = formatFor(words);
  if (second === undefined) return [...failed, ...single(first, words, format)];
  return [...failed, ...contrast(first, second, words, format)];
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
  const { probes, loss } = result;
  if (probes !== null && probes.sent > 0 && loss.ratio !== null) {
    const gone = probes.lost + (probes.late ?? 0);
    if (gone > 0) sentences.push(text.lost(gone, probes.sent, format.percent(loss.ratio)));
    else if (result.transport === 'udp') sentences.push(text.lostNone(probes.sent));
  }
  return sentences.length === 0 ? [text.nothing] : sentences;
}

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

function contrast(tcp: TransportResult, udp: TransportResult, words: Words, format: Format): string[] {
  const text = words.html.verdict;
  if (isOneWay(tcp)) return [moved(tcp, words, format), moved(udp, words, format)];
  const [a, b] = [tcp.loss.ratio, udp.loss.ratio];
  const sentences: string[] = [];
  const lossy = (b ?? 0) > 0 && a === 0;
  if (lossy && udp.probes !== null) {
    const gone = udp.probes.lost + (udp.probes.late ?? 0);
    sentences.push(text.contrast(gone, udp.probes.sent, format.percent(b)));
  } else if (a === 0 && b === 0) sentences.push(text.bothNone(udp.probes?.sent ?? UNKNOWN));
  else if (a !== null && b !== null) sentences.push(text.bothLost(format.percent(a), format.percent(b)));
  const resent = retransmitsOf(tcp) ?? 0;
  if (resent > 0) sentences.push((lossy ? text.resent : text.resentAnyway)(resent));
  const [slow, quick] = [mainLatency(tcp)?.p99 ?? null, mainLatency(udp)?.p99 ?? null];
  if (slow !== null && quick !== null) {
    const say = lossy && slow > 1.5 * quick ? text.price : text.tails;
    sentences.push(say(format.time(slow), format.time(quick)));
  }
  return sentences;
}
