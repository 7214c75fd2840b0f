import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
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
import type { SockbenchError } from '../../../src/errors.ts';
import type { Wish } from '../../../src/run/files/place.ts';
import { openPipe } from '../../../src/run/files/waiting.ts';
import { requireFree, writeWhole } from '../../../src/run/files/whole.ts';

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
  expect(refusal('a.json')).toBe('file-exists');
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['a.json']);
  requireFree(file, { force: true });
  await writeWhole(file, 'new', { force: true });
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
  requireFree(join(folder, 'link'), { force: true });
  await writeWhole(join(folder, 'link'), 'new', { force: true });
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['link', 'private.json']);
});

test('what cannot be saved is refused before the run', () => {
  expect(refusal('none/a.json')).toBe('no-folder');
  expect(refusal('none/a.json', { force: true })).toBe('no-folder');
  writeFileSync(join(folder, 'file'), 'text');
  expect(refusal('file/a.json')).toBe('no-folder');
  mkdirSync(join(folder, 'inner'));
  expect(refusal('inner', { force: true })).toBe('is-folder');
  expect(refusal('inner')).toBe('is-folder');
  expect(refusal('new/')).toBe('is-folder');
  expect(refusal('x'.repeat(300))).toBe('not-writable');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
  expect(refusal('link')).toBe('file-exists');
  symlinkSync('circle', join(folder, 'circle'));
  expect(refusal('circle', { force: true })).toBe('not-writable');
  expect(refusal('free.json')).toBeUndefined();
  requireFree('/dev/stdout');
});

/** Why nothing may be written there. */
function refusal(name: string, wish: Wish = {}): string | undefined {
  try {
    requireFree(join(folder, name), wish);
    return undefined;
  } catch (error) {
    return (error as SockbenchError).code;
  }
}

test('an empty file has nothing to lose, and stays the file that it was', async () => {
  const file = join(folder, 'empty');
  writeFileSync(file, '', { mode: 0o600 });
  const { ino } = statSync(file);
  await writeWhole(file, 'text');
  expect(readFileSync(file, 'utf8')).toBe('text');
  expect(statSync(file)).toMatchObject({ ino, mode: 0o100600 });
  await expect(writeWhole(file, 'more')).rejects.toMatchObject({ code: 'file-exists' });
});

test('added to: a file that is there, or a new one', async () => {
  const file = join(folder, 'summary.md');
  await writeWhole(file, 'one\n', { append: true });
  await writeWhole(file, 'two\n', { append: true });
  expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
});

test.skipIf(process.platform === 'win32')(
  'a named pipe: with a reader all of it, without one a sentence',
  async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    requireFree(pipe);
    await expect(openPipe(pipe, undefined, 20)).rejects.toMatchObject({ code: 'ENXIO' });
    // It comes while somebody waits for it, and gets more than a pipe holds.
    const reader = spawn('sh', ['-c', 'sleep 0.1; wc -c < "$0"', pipe], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const text = 'x'.repeat(300_000);
    await writeWhole(pipe, text);
    const [said] = (await once(reader.stdout, 'data')) as [Buffer];
    expect(Number(said)).toBe(text.length);
  },
);

test.skipIf(process.platform === 'win32')('a reader that does not read is left', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  const stop = new AbortController();
  const written = writeWhole(pipe, 'x'.repeat(300_000), {}, stop.signal);
  setTimeout(() => stop.abort(), 20);
  await expect(written).rejects.toMatchObject({ code: 'reader-stuck' });
  const second = writeWhole(pipe, 'x'.repeat(300_000));
  setTimeout(() => closeSync(reader), 20);
  await expect(second).rejects.toMatchObject({ code: 'reader-gone' });
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
