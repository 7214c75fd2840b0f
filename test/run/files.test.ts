import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
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

test('what is forced keeps its permissions, and a link stays a link', async () => {
  const file = join(folder, 'private.json');
  writeFileSync(file, 'old');
  chmodSync(file, 0o600);
  symlinkSync(file, join(folder, 'link'));
  await requireFree(join(folder, 'link'), true);
  await writeWhole(join(folder, 'link'), 'new', true);
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['link', 'private.json']);
});

test('what cannot be saved is refused before the run', async () => {
  await expect(requireFree(join(folder, 'none', 'a.json'))).rejects.toMatchObject({ code: 'no-folder' });
  await expect(requireFree(join(folder, 'none', 'a.json'), true)).rejects.toMatchObject({
    code: 'no-folder',
  });
  writeFileSync(join(folder, 'file'), '');
  await expect(requireFree(join(folder, 'file', 'a.json'))).rejects.toMatchObject({ code: 'no-folder' });
  mkdirSync(join(folder, 'inner'));
  await expect(requireFree(join(folder, 'inner'), true)).rejects.toMatchObject({ code: 'not-writable' });
  await expect(requireFree(join(folder, 'inner'))).rejects.toMatchObject({ code: 'file-exists' });
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
  await expect(requireFree(join(folder, 'link'))).rejects.toMatchObject({ code: 'file-exists' });
  await requireFree(join(folder, 'free.json'));
  await requireFree('/dev/stdout');
});

test.skipIf(process.platform === 'win32')(
  'a named pipe: with a reader all of it, without one a sentence',
  async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await requireFree(pipe);
    await expect(writeWhole(pipe, 'text')).rejects.toMatchObject({ code: 'no-reader' });
    const reader = spawn('sh', ['-c', 'wc -c < "$0"', pipe], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    reader.stdout.on('data', (chunk) => {
      said += chunk;
    });
    const closed = new Promise((resolve) => reader.once('close', resolve));
    // More than a pipe holds. The shell may not have opened its end yet.
    const text = 'x'.repeat(300_000);
    await expect
      .poll(
        () =>
          writeWhole(pipe, text).then(
            () => 'written',
            ({ code }) => code,
          ),
        { timeout: 5000 },
      )
      .toBe('written');
    await closed;
    expect(Number(said)).toBe(text.length);
  },
);

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
