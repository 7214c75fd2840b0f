/** Every sentence of a catalogue with values of one's choice: for what must hold of all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Words } from '../../src/words/index.ts';

const folder = new URL('../../src/words/en/', import.meta.url);
const sources = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [basename(file, '.ts'), readFileSync(new URL(file, folder), 'utf8')]),
);

/** Details that are numbers somewhere, so everywhere. */
export const NUMBERS: ReadonlySet<string> = new Set(
  [...sources.values()].flatMap((source) =>
    Array.from(source.matchAll(/\b(?:number|counted|plural|time|kib)\(d\['(\w+)'\]/g), ([, key]) => key!),
  ),
);

const DETAILS = { name: 'd', type: 'Details' };

type Say = (...values: unknown[]) => unknown;

/** All that the words say where each number is `amount` and each text an `x`; commands, which are typed as they stand, left out. */
export function everything(words: Words, amount: number): string[] {
  return Object.entries(words).flatMap(([area, node]) => inside(node, area, '', amount));
}

function inside(node: unknown, area: string, key: string, amount: number): string[] {
  if (typeof node === 'string') return [node.replace(/`[^`]*`/g, '`…`')];
  if (typeof node === 'function') return inside(said(node as Say, area, key, amount), area, key, amount);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => inside(value, area, name, amount));
}

function said(say: Say, area: string, key: string, amount: number): unknown {
  const details = new Proxy({}, { get: (_, name) => (NUMBERS.has(String(name)) ? amount : 'x') });
  const values: Readonly<Record<string, unknown>> = {
    number: amount,
    Countable: amount,
    Details: details,
    Status: 'limited',
    'readonly string[]': ['x'],
    'readonly [string, string]': ['thing', 'things'],
  };
  return say(
    ...parameters(area, key, say).map(({ name, type }) => (name === 'port' ? 7 : (values[type] ?? 'x'))),
  );
}

/** Names and types in the English source, which the other languages share. */
function parameters(area: string, key: string, say: Say): { name: string; type: string }[] {
  // An area may have parts in files of their own, such as live-keys.ts.
  const parts = [...sources].filter(([file]) => file === area || file.startsWith(`${area}-`));
  const source = parts.map(([, text]) => text).join('\n');
  const heads = Array.from(
    source.matchAll(new RegExp(`(?<![\\w'-])'?${key}'?: \\(([^)]*)\\)`, 'g')),
    ([, head]) =>
      head!
        .split(/,\s*(?=[\w_[]+[^[\]]*:|\[[^\]]*\]:)/)
        .filter((one) => one.trim() !== '')
        .map((one) => {
          const [name = '', type = ''] = one.split(/:\s*(.*)/s);
          return { name: name.trim(), type: type.replace(/,$/, '').trim() };
        }),
  );
  const own = say.toString().split('=>', 1)[0]!;
  const fits = heads.filter((head) => head.length === say.length);
  // Areas may use one name twice: then the names of what is given tell them apart.
  return fits.find((head) => head.every(({ name }) => own.includes(name))) ?? fits[0] ?? [DETAILS];
}
