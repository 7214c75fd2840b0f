import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireFree, writeWhole } from '../../src/run/files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sockbench-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('written whole, nothing beside it', async () => {
  await writeWhole(join(folder, 'a.json'), 'text');
  expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('text');
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('an existing file stays as it was, unless forced', async () => {
  const file = join(folder, 'a.json');
  writeFileSync(file, 'old');
  await expect(writeWhole(file, 'new')).rejects.toMatchObject({ code: 'file-exists' });
  await expect(requireFree(file)).rejects.toMatchObject({ code: 'file-exists' });
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['a.json']);
  await requireFree(file, true);
  await writeWhole(file, 'new', true);
  expect(readFileSync(file, 'utf8')).toBe('new');
});

test('a link that leads nowhere is a name that is taken', async () => {
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
  await expect(writeWhole(join(folder, 'link'), 'new')).rejects.toMatchObject({ code: 'file-exists' });
});

test('two writers at once: one wins, the other is refused', async () => {
  const file = join(folder, 'a.json');
  const outcomes = await Promise.allSettled(['1', '2', '3'].map((text) => writeWhole(file, text)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('no such folder', async () => {
  await expect(writeWhole(join(folder, 'none', 'a.json'), 'x')).rejects.toMatchObject({ code: 'no-folder' });
});

if (process.getuid?.() === 0) console.log('skipped: root may write everywhere');
test.skipIf(process.getuid?.() === 0)('a folder that may not be written to', async () => {
  chmodSync(folder, 0o500);
  await expect(writeWhole(join(folder, 'a.json'), 'x')).rejects.toMatchObject({ code: 'not-writable' });
});
