import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CliContext } from '../../../src/cli/context.ts';
import { SaveKey } from '../../../src/cli/run/save-key.ts';
import type { RunResult } from '../../../src/result/document/schema.ts';
import { wordsFor } from '../../../src/words/index.ts';

const result = { schema: 'sockbench.result/1' } as unknown as RunResult;

describe('the key that saves', () => {
  const before = process.cwd();
  let folder = '';
  let said = '';
  const context = {
    words: wordsFor('en'),
    stderr: { write: (text: string) => (said += text) },
  } as unknown as CliContext;

  beforeEach(() => {
    said = '';
    folder = mkdtempSync(join(tmpdir(), 'sockbench-save-'));
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  it('in mid-run: is kept in mind, and written when the run has ended', async () => {
    const save = new SaveKey('udp', undefined);
    const { file, written } = await save.press();
    expect(file).toMatch(/^sockbench-udp-\d{8}-\d{6}\.json$/);
    expect(written).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
    save.known(result);
    expect(await save.finish(context)).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(result);
    expect(said).toBe(`Saved: ${file}\n`);
  });

  it('after the run: is written at once, once', async () => {
    const save = new SaveKey('compare', undefined);
    save.known(result);
    const first = await save.press();
    expect(first.written).toBe(true);
    expect(await save.press()).toEqual(first);
    expect(readdirSync(folder)).toEqual([first.file]);
  });

  it('never takes a name that is taken', async () => {
    const [one, other] = [new SaveKey('udp', undefined), new SaveKey('udp', undefined)];
    for (const save of [one, other]) save.known(result);
    const files = [(await one.press()).file, (await other.press()).file];
    expect(new Set(files).size).toBe(2);
  });

  it('nobody pressed it: nothing is written, nothing said', async () => {
    const save = new SaveKey('udp', undefined);
    save.known(result);
    expect(await save.finish(context)).toBe(true);
    expect([readdirSync(folder), said]).toEqual([[], '']);
  });

  it('--output: that file, by whoever writes it', async () => {
    const save = new SaveKey('udp', 'run.json');
    save.known(result);
    expect(await save.press()).toEqual({ file: 'run.json', written: false });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a folder that is gone: said, and the run has failed to save', async () => {
    const save = new SaveKey('udp', undefined);
    await save.press();
    const gone = mkdtempSync(join(tmpdir(), 'sockbench-gone-'));
    process.chdir(gone);
    rmSync(gone, { recursive: true });
    save.known(result);
    expect(await save.finish(context)).toBe(false);
    expect(said).toMatch(/^sockbench: /);
    process.chdir(folder);
  });
});
