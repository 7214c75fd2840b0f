/** What others wrote on its way to eyes: a terminal's columns, Markdown, ASCII; and JSON before it is anything. */

import { jsonProblem } from '../../src/json-bounds.ts';
import { escapeMarkdown } from '../../src/present/export/markdown.ts';
import { cut } from '../../src/present/live/text.ts';
import { fold } from '../../src/present/terminal/fold.ts';
import { toAscii } from '../../src/present/terminal/locale.ts';
import { safeLines, safeText } from '../../src/safe-text.ts';
import { nameProblem, shapesOf } from '../../src/session/chat/names/names.ts';
import { signsOf, widthOf } from '../../src/width.ts';
import { must } from './promise.ts';

const ACTS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b\u2028\u2029]/u;

export function shown(bytes: Buffer): boolean {
  const safe = safeText(bytes.toString('utf8'));
  must(!ACTS.test(safe), 'nothing that a terminal acts on');
  must(safe.isWellFormed() && safeText(safe) === safe, 'twice is once');
  for (const line of safeLines(bytes.toString('latin1'))) must(!ACTS.test(line), 'also in lines');
  return safe === bytes.toString('utf8');
}

export function drawn(bytes: Buffer): boolean {
  const text = safeText(bytes.toString('utf8').slice(0, 120));
  const width = 2 + ((bytes[0] ?? 0) % 78);
  const lines = fold(text, width);
  for (const line of lines) must(widthOf(line) <= width, 'a line within its columns');
  const bare = (all: string): string => all.replaceAll(' ', '');
  must(bare(lines.join('')) === bare(text), 'nothing is left out');
  must(widthOf(cut(text, width)) <= width, 'what is cut fits');
  must(signsOf(text).join('') === text, 'signs make the text');
  const plain = toAscii(text);
  must(/^[\x20-\x7e]*$/.test(plain) && plain.length <= widthOf(text), 'ASCII takes no more columns');
  return lines.length > 1;
}

/** Markup that is not escaped, outside of what the escaping itself writes. */
const MARKUP =
  /<(?!span>\$<\/span>|\/span>)|(?<!\\)(?:\\\\)*[[\]`*_|~#]|https?:\/\/|\bwww\.|@\w|(?<!<span>)\$/i;

export function marked(bytes: Buffer): boolean {
  const escaped = escapeMarkdown(bytes.toString('utf8'));
  must(!escaped.includes('\n') && !ACTS.test(escaped), 'one line of harmless signs');
  const written = escaped.replaceAll('&#8203;', '').length < escaped.length || escaped.includes('\\');
  must(!MARKUP.test(escaped.replaceAll('&#8203;', '\u2060')), 'no markup, no link, no mention');
  return written;
}

export function named(bytes: Buffer): boolean {
  const name = bytes.toString('utf8').normalize('NFC').trim();
  if (nameProblem(name) !== undefined) return false;
  must(safeText(name) === name, 'a name is shown as it is');
  must(
    shapesOf(name).every((shape) => shape !== ''),
    'a name looks like something',
  );
  return true;
}

const BOUNDS = { depth: 8, values: 200 };

function sizeOf(value: unknown): { depth: number; values: number; finite: boolean } {
  if (typeof value !== 'object' || value === null)
    return { depth: 0, values: 1, finite: typeof value !== 'number' || Number.isFinite(value) };
  let [depth, values, finite] = [0, 1, true];
  for (const inner of Object.values(value).map(sizeOf)) {
    depth = Math.max(depth, inner.depth);
    values += inner.values;
    finite &&= inner.finite;
  }
  return { depth: depth + 1, values, finite };
}

export function counted(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  const problem = jsonProblem(text, BOUNDS);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  const { depth, values, finite } = sizeOf(value);
  if (problem === undefined)
    must(depth <= BOUNDS.depth && values <= BOUNDS.values && finite, 'what passes is within the bounds');
  else
    must(
      depth > BOUNDS.depth || !finite || 2 * values > BOUNDS.values || text.length > BOUNDS.values,
      'what is within the bounds passes',
    );
  return true;
}
