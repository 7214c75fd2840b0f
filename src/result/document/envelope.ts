/**
 * What a result may come in, beside a document by itself: gzip, UTF-16 (a Windows shell's `>`), the lines of `--json-stream`,
 * the page of `--html`. Anything else that the tool writes, or that is packed in another way, is named. Pure.
 */
import { gunzipSync } from 'node:zlib';
import { SockbenchError } from '../../errors.ts';

/**
 * @param most bytes, unpacked
 * @returns the text of the document
 * @throws SockbenchError `result-too-large`, `result-truncated`, `result-foreign`, `result-other`
 */
export function unwrapped(bytes: Uint8Array, file: string, most: number): string {
  const text = decoded(unpacked(bytes, file, most), file).trimStart();
  if (text.startsWith('{"event"')) return lastResult(text, file);
  if (/^<!doctype html>/i.test(text)) return fromPage(text, file);
  const what = nameOf(text);
  if (what !== undefined) throw new SockbenchError('result-other', 'read', { file, what });
  return text;
}

const MAGIC: readonly (readonly [what: string, ...bytes: number[]])[] = [
  ['xz', 0xfd, 0x37, 0x7a, 0x58, 0x5a],
  ['zstd', 0x28, 0xb5, 0x2f, 0xfd],
  ['bzip2', 0x42, 0x5a, 0x68],
  ['zip', 0x50, 0x4b, 0x03, 0x04],
  ['capture', 0x0a, 0x0d, 0x0d, 0x0a],
];
const begins = (bytes: Uint8Array, ...signs: number[]): boolean =>
  signs.every((sign, at) => bytes[at] === sign);

function unpacked(bytes: Uint8Array, file: string, most: number): Uint8Array {
  if (bytes.length > most) throw tooLarge(file, most);
  for (const [what, ...signs] of MAGIC)
    if (begins(bytes, ...signs)) throw new SockbenchError('result-other', 'read', { file, what });
  if (!begins(bytes, 0x1f, 0x8b)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(file, most);
    throw new SockbenchError('result-truncated', 'read', { file }, cause);
  }
}

const tooLarge = (file: string, most: number): SockbenchError =>
  new SockbenchError('result-too-large', 'read', { file, limit: most / 2 ** 20 });

/** UTF-8, or what a byte order mark says; what is neither cannot be one of ours. */
function decoded(bytes: Uint8Array, file: string): string {
  const encoding = begins(bytes, 0xff, 0xfe) ? 'utf-16le' : begins(bytes, 0xfe, 0xff) ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SockbenchError('result-foreign', 'read', { file }, cause);
  }
}

/** What is told last, of every kind of document. */
const LAST_LINES = ['result', 'judgement', 'class', 'lesson', 'load', 'repeat'].map(
  (event) => `{"event":"${event}",`,
);

function lastResult(text: string, file: string): string {
  const at = Math.max(
    ...LAST_LINES.map((line) => text.lastIndexOf(`\n${line}`) + 1 || (text.startsWith(line) ? 0 : -1)),
  );
  if (at < 0) throw new SockbenchError('result-other', 'read', { file, what: 'events' });
  const end = text.indexOf('\n', at);
  return text.slice(at, end === -1 ? undefined : end);
}

/** The page holds what it shows. */
function fromPage(text: string, file: string): string {
  const found = /<script type="application\/json" id="result">(.*?)<\/script>/s.exec(text)?.[1];
  if (found === undefined) throw new SockbenchError('result-foreign', 'read', { file });
  return found;
}

const OTHERS: readonly (readonly [what: string, begins: RegExp])[] = [
  ['empty', /^$/],
  ['csv', /^transport,startSeconds,/],
  ['junit', /^<\?xml[^>]*\?>\s*<testsuites /],
  ['openMetrics', /^# TYPE sockbench_/],
  ['markdown', /^## sockbench: /],
  ['hgrm', /^\s*Value\s+Percentile\s+TotalCount/],
  ['fates', /^\{"time":[-\d.]+,"direction":"(?:up|down)"/],
];

const nameOf = (text: string): string | undefined => OTHERS.find(([, shape]) => shape.test(text))?.[0];

/** Another document of sockbench, by its schema; undefined where it is none. */
export function otherDocument(schema: unknown): { what: string; schema: string } | undefined {
  const match = typeof schema === 'string' ? /^sockbench\.([a-z]{1,30})\/\d{1,6}$/.exec(schema) : null;
  if (match === null || match[1] === 'result') return undefined;
  return { what: match[1] === 'comparison' ? 'comparison' : 'document', schema: match[0] };
}
