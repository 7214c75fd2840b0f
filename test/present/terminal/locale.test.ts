/** What is printed to people who have no UTF-8: every sign that a sentence or a report is made of has its stand-in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { toAscii } from '../../../src/present/terminal/locale.ts';

const SOURCE = fileURLToPath(new URL('../../../src', import.meta.url));
/** Screens draw with signs of their own kind, and know what to take instead. */
const PRINTED = [
  'words',
  'present/text',
  'present/repeat',
  'present/load',
  'present/judge',
  'present/lesson',
];

const texts = PRINTED.flatMap((folder) =>
  readdirSync(join(SOURCE, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/page|markdown/.test(name))
    .map((name) => readFileSync(join(SOURCE, folder, name), 'utf8')),
);

it('no sign of theirs becomes a question mark', () => {
  expect(texts.length).toBeGreaterThan(60);
  const signs = new Set(texts.flatMap((text) => text.match(/[^\x00-\x7f]/gu) ?? []));
  expect(signs.size).toBeGreaterThan(20);
  expect([...signs].filter((sign) => toAscii(sign).includes('?'))).toEqual([]);
});
