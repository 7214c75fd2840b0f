/** What others planted where a file is to be written. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SockbenchError } from '../../../src/errors.ts';
import { descriptorOf, givenIn } from '../../../src/run/files/descriptors.ts';
import { placeOf, sharedPlace, type Wish } from '../../../src/run/files/place.ts';
import { writeWhole } from '../../../src/run/files/whole.ts';

let folder: string;
const path = (...names: string[]): string => join(folder, ...names);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sockbench-place-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The kind of place, or why nothing may be written there. */
function found(file: string, wish: Wish = {}): string {
  try {
    return placeOf(file, wish).kind;
  } catch (error) {
    return (error as SockbenchError).code;
  }
}

const SOMEBODY = 65_533;
const isRoot = process.geteuid?.() === 0;
if (!isRoot) console.warn('skipped, because only root can play two users: planted links and pipes');

describe.skipIf(!isRoot)('planted by another user', () => {
  beforeEach(() => {
    // As in /tmp: everybody may put something there.
    mkdirSync(path('shared'));
    chmodSync(path('shared'), 0o1777);
    writeFileSync(path('private'), 'private');
  });

  test('a link to a private file is not followed, whatever is forced', async () => {
    symlinkSync(path('private'), path('shared', 'out'));
    lchownSync(path('shared', 'out'), SOMEBODY, SOMEBODY);
    for (const wish of [{}, { force: true }, { append: true }])
      expect(found(path('shared', 'out'), wish)).toBe('foreign-link');
    await expect(writeWhole(path('shared', 'out'), 'new', { force: true })).rejects.toMatchObject({
      code: 'foreign-link',
      details: { link: path('shared', 'out') },
    });
    expect(readFileSync(path('private'), 'utf8')).toBe('private');
  });

  test('nor is a link on the way to a file that is there; a new one may be made behind it', () => {
    symlinkSync(folder, path('shared', 'way'));
    lchownSync(path('shared', 'way'), SOMEBODY, SOMEBODY);
    expect(found(path('shared', 'way', 'private'), { force: true })).toBe('foreign-link');
    expect(found(path('shared', 'way', 'new'), { force: true })).toBe('free');
    // One's own link that leads through somebody else's.
    symlinkSync(path('shared', 'way', 'private'), path('mine'));
    expect(found(path('mine'), { force: true })).toBe('foreign-link');
  });

  test('a link that leads nowhere is not filled', () => {
    symlinkSync(path('not-yet'), path('shared', 'out'));
    lchownSync(path('shared', 'out'), SOMEBODY, SOMEBODY);
    for (const wish of [{}, { force: true }, { append: true }])
      expect(found(path('shared', 'out'), wish)).toBe('foreign-link');
  });

  test('a pipe gets nothing, also behind a link of one’s own', () => {
    execFileSync('mkfifo', [path('shared', 'pipe')]);
    expect(found(path('shared', 'pipe'))).toBe('pipe');
    chownSync(path('shared', 'pipe'), SOMEBODY, SOMEBODY);
    symlinkSync(path('shared', 'pipe'), path('mine'));
    for (const file of [path('shared', 'pipe'), path('mine')])
      for (const wish of [{}, { force: true }, { append: true }])
        expect(found(file, wish)).toBe('foreign-pipe');
  });

  test('an empty file is not taken for one’s own, and a replaced one does not lend its permissions', async () => {
    const file = path('out');
    writeFileSync(file, '');
    chmodSync(file, 0o666);
    chownSync(file, SOMEBODY, SOMEBODY);
    expect(found(file)).toBe('file-exists');
    await writeWhole(file, 'new', { force: true });
    expect(statSync(file)).toMatchObject({ uid: 0, mode: 0o100644 });
  });
});

test('links of one’s own and of the system lead on', () => {
  writeFileSync(path('file'), 'text');
  symlinkSync('file', path('a'));
  symlinkSync(path('a'), path('b'));
  expect(placeOf(path('b'), { force: true })).toMatchObject({ kind: 'file', path: path('file') });
  mkdirSync(path('inner'));
  symlinkSync('inner', path('way'));
  expect(placeOf(`${path('way')}/../new`)).toMatchObject({ kind: 'free', path: path('new') });
});

test('two names of one place', () => {
  symlinkSync('inner', path('way'));
  mkdirSync(path('inner'));
  const [one, other] = [path('inner', 'x'), path('way', 'x')];
  expect(sharedPlace([one, path('y'), other])).toEqual([0, 2]);
  expect(sharedPlace([one, path('y')])).toBeUndefined();
  expect(sharedPlace(['-', one, '/dev/stdout'])).toEqual([0, 2]);
  expect(sharedPlace(['/dev/null', '/dev/null'])).toBeUndefined();
  // Open already, or under two names of its own.
  writeFileSync(path('z'), '');
  const fd = openSync(path('z'), 'a');
  try {
    expect(sharedPlace([path('y'), path('z'), `/dev/fd/${fd}`])).toEqual([1, 2]);
  } finally {
    closeSync(fd);
  }
});

test('devices: those that take what is written, and no disks', () => {
  expect(found('/dev/null')).toBe('device');
  expect(found('/dev/full')).toBe('disk-full');
  if (!isRoot) return;
  expect(spawnSync('mknod', [path('disk'), 'b', '7', '200']).status).toBe(0);
  expect(found(path('disk'), { force: true })).toBe('not-writable');
});

describe('what is open already', () => {
  test.each([
    ['-', 1],
    ['/dev/stdout', 1],
    ['/dev/stderr', 2],
    ['/dev/fd/7', 7],
    ['/proc/self/fd/12', 12],
    ['/dev/fd/7/x', undefined],
    ['/dev/fd/-1', undefined],
    ['constructor', undefined],
  ])('%s is number %s', (name, fd) => {
    expect(descriptorOf(name)).toBe(fd);
  });

  test('is written to where it was given to be written to', () => {
    expect(found('/dev/fd/9999')).toBe('not-open');
    writeFileSync(path('file'), '');
    const [written, read] = [openSync(path('file'), 'a'), openSync(path('file'), 'r')];
    expect(found(`/dev/fd/${written}`)).toBe('open');
    expect(found(`/dev/fd/${read}`)).toBe('not-open');
    expect(givenIn([`--file=/dev/fd/${read}`, `/proc/self/fd/${written}`, '/dev/fd/1'])).toEqual([
      read,
      written,
    ]);
    for (const fd of [written, read]) closeSync(fd);
  });

  test.skipIf(process.platform !== 'linux')('is never the runtime’s own', () => {
    const all = readdirSync('/proc/self/fd').flatMap((fd) => targetOf(Number(fd)));
    const internal = all.filter(
      ({ fd, target }) =>
        fd > 2 &&
        (target.startsWith('anon_inode:') ||
          (target.startsWith('pipe:') && all.filter((other) => other.target === target).length > 1)),
    );
    expect(internal.length).toBeGreaterThan(4);
    for (const { fd } of internal) expect(found(`/dev/fd/${fd}`)).toBe('not-open');
    expect(givenIn(internal.map(({ fd }) => `/dev/fd/${fd}`))).toEqual([]);
  });
});

/** Nothing where it was the one that listed them. */
function targetOf(fd: number): { fd: number; target: string }[] {
  try {
    return [{ fd, target: readlinkSync(`/proc/self/fd/${fd}`, 'utf8') }];
  } catch {
    return [];
  }
}
