/** What an emulated link carried of a TCP stream, read from its file of fates. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A flow's opening is a bare header. */
const OPENING = 64;

/** The stream's segments in one direction: when they left the link, ns, and where in the stream they stand. */
export async function segmentsOf(file, direction) {
  const segments = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { tcp, direction: way, deliveredAt, source } = JSON.parse(line);
    if (tcp === undefined || way !== direction || deliveredAt === undefined || tcp.length === 0) continue;
    segments.push({ at: deliveredAt, flow: source, seq: tcp.seq, length: tcp.length });
  }
  return segments.sort((a, b) => a.at - b.at);
}

/**
 * Payload bits per second that crossed in a span that begins one warm-up after the first byte of the stream; what came
 * a second time does not count.
 */
export function carriedIn(segments, warmup, duration) {
  const first = segments.find(({ length }) => length > OPENING)?.at;
  if (first === undefined) return null;
  const [from, to] = [first + warmup, first + warmup + duration];
  const seen = new Set();
  let bytes = 0;
  let before = null;
  for (const { at, flow, seq, length } of segments) {
    const key = `${flow} ${seq}`;
    if (seen.has(key)) continue;
    seen.add(key);
    // The bytes of a packet crossed since the one before it: to the byte at both ends of the span.
    const since = Math.max(from, before ?? at);
    const until = Math.min(to, at);
    if (until > since) bytes += (length * (until - since)) / (at - (before ?? at) || 1);
    before = at;
  }
  return (bytes * 8e9) / duration;
}
