import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Capture } from '../../../src/run/files/capture.ts';
import { Sink } from '../../../src/run/files/sink.ts';

let folder: string;
const path = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sockbench-capture-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = Buffer.from('head ');

test('private, and named once it begins', async () => {
  const capture = await Capture.open(path('x'), {}, HEAD);
  expect(readdirSync(folder)).not.toContain('x');
  await capture.begin();
  expect(readdirSync(folder)).toEqual(['x']);
  const sink = new Sink(capture.fd, 'x');
  for (let line = 0; line < 1000; line++) sink.write(Buffer.from(`${line}\n`));
  await sink.end();
  capture.close();
  expect(sink.failure).toBeUndefined();
  const lines = readFileSync(path('x'), 'utf8').split('\n');
  expect([lines[0], lines[999], lines.length]).toEqual(['head 0', '999', 1001]);
  expect(statSync(path('x')).mode & 0o777).toBe(0o600);
});

test('what never began leaves everything as it was', async () => {
  writeFileSync(path('old'), 'old');
  for (const name of ['old', 'new']) (await Capture.open(path(name), { force: true }, HEAD)).close();
  expect(readdirSync(folder)).toEqual(['old']);
  expect(readFileSync(path('old'), 'utf8')).toBe('old');
});

test('a file that is there is replaced only where that is asked for, and not its other names', async () => {
  writeFileSync(path('old'), 'old', { mode: 0o644 });
  execFileSync('ln', [path('old'), path('other')]);
  await expect(Capture.open(path('old'), {}, HEAD)).rejects.toMatchObject({ code: 'file-exists' });
  const capture = await Capture.open(path('old'), { force: true }, HEAD);
  await capture.begin();
  capture.close();
  expect(readFileSync(path('old'), 'utf8')).toBe('head ');
  expect(statSync(path('old')).mode & 0o777).toBe(0o600);
  expect(readFileSync(path('other'), 'utf8')).toBe('old');
});

test('a name that was taken meanwhile is left', async () => {
  const capture = await Capture.open(path('x'), {}, HEAD);
  writeFileSync(path('x'), 'taken');
  await expect(capture.begin()).rejects.toMatchObject({ code: 'file-exists' });
  capture.close();
  expect(readdirSync(folder)).toEqual(['x']);
  expect(readFileSync(path('x'), 'utf8')).toBe('taken');
});

test('what takes nothing is refused before anything begins', async () => {
  await expect(Capture.open('/dev/full', {}, HEAD)).rejects.toMatchObject({ code: 'disk-full' });
  await expect(Capture.open(path('none/x'), {}, HEAD)).rejects.toMatchObject({ code: 'no-folder' });
  await (await Capture.open('/dev/null', {}, HEAD)).begin();
});

describe.skipIf(process.platform === 'win32')('a pipe', () => {
  /** An end that reads when it is told to. */
  function reader(): number {
    execFileSync('mkfifo', [path('pipe')]);
    return openSync(path('pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
  }
  const PIECE = Buffer.alloc(2 ** 16);

  test('whose reader is slow gets everything', async () => {
    const reading = reader();
    const capture = await Capture.open(path('pipe'), {}, HEAD);
    const sink = new Sink(capture.fd, 'pipe');
    for (let piece = 0; piece < 8; piece++) sink.write(PIECE);
    const ended = sink.end();
    const bytes = Buffer.alloc(2 ** 16);
    let taken = 0;
    const timer = setInterval(() => {
      try {
        taken += readSync(reading, bytes);
      } catch (error) {
        expect(error).toMatchObject({ code: 'EAGAIN' });
      }
    }, 1);
    await ended;
    await expect.poll(() => taken).toBe(8 * PIECE.length + HEAD.length);
    clearInterval(timer);
    capture.close();
    closeSync(reading);
    expect(sink.failure).toBeUndefined();
  });

  test.each([
    ['does not read', 'reader-stuck', (sink: Sink) => void sink.end(30)],
    ['is waited for no longer', 'reader-stuck', (sink: Sink) => sink.giveUp()],
    ['lets too much wait', 'reader-stuck', (sink: Sink) => sink.write(Buffer.alloc(2 ** 21))],
  ])('whose reader %s is %s', async (_, code, end) => {
    const reading = reader();
    const capture = await Capture.open(path('pipe'), {}, HEAD);
    const sink = new Sink(capture.fd, 'pipe', 2 ** 20);
    for (let piece = 0; piece < 4; piece++) sink.write(PIECE);
    end(sink);
    await sink.end();
    expect(sink.failure).toMatchObject({ code, details: { file: 'pipe' } });
    capture.close();
    closeSync(reading);
  });

  test('whose reader has gone: the rest is not written, and nothing else happens', async () => {
    const reading = reader();
    const capture = await Capture.open(path('pipe'), {}, HEAD);
    closeSync(reading);
    const sink = new Sink(capture.fd, 'pipe');
    sink.write(PIECE);
    await sink.end();
    sink.write(PIECE);
    await sink.end();
    expect(sink.failure).toMatchObject({ code: 'reader-gone' });
    capture.close();
  });
});
