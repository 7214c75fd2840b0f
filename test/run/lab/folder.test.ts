import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLabFolder } from '../../../src/run/lab/folder.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'sockbench-test-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const long = (): string => {
  const path = join(base, 'a'.repeat(95));
  mkdirSync(path);
  return path;
};

describe('the folder of the lab’s sockets', () => {
  it('is made in the first place that takes one, and taken away again', async () => {
    const folder = await makeLabFolder(false, [base]);
    expect(folder).toMatchObject({ mount: null });
    expect(folder.path.startsWith(join(base, 'sockbench-lab-'))).toBe(true);
    expect(readdirSync(folder.path)).toEqual([]);
    folder.remove();
    expect(existsSync(folder.path)).toBe(false);
  });

  it('passes over places that are not there, that are files, or whose sockets’ names would be too long', async () => {
    const file = join(base, 'file');
    writeFileSync(file, '');
    const folder = await makeLabFolder(false, [join(base, 'nowhere'), file, long(), base]);
    expect(folder.path.startsWith(join(base, 'sockbench-lab-'))).toBe(true);
    expect(Buffer.byteLength(join(folder.path, 'control.sock'))).toBeLessThanOrEqual(107);
    folder.remove();
  });

  it('is mounted over an empty folder where there is no place, unless somebody outside takes part', async () => {
    const none = [join(base, 'nowhere'), long()];
    await expect(makeLabFolder(true, none)).rejects.toMatchObject({
      code: 'lab-folder',
      details: { tried: `${none[0]} (ENOENT), ${none[1]} (ENAMETOOLONG)` },
    });
    const folder = await makeLabFolder(false, none).catch(() => undefined);
    // A machine may have no empty folder at all.
    if (folder !== undefined) expect([folder.mount, readdirSync(folder.path)]).toEqual([folder.path, []]);
  });
});
