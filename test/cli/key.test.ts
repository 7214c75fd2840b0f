import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readKey } from '../../src/cli/options/key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sockbench-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function fileOf(content: string): string {
  const file = join(folder, 'class.key');
  writeFileSync(file, content);
  return file;
}
const text = (key: Uint8Array | null): string | null => (key === null ? null : Buffer.from(key).toString());

it('is what the file holds, less its line end; else what the environment says', () => {
  expect(text(readKey(fileOf('0123456789abcdef\r\n'), {}))).toBe('0123456789abcdef');
  expect(text(readKey(undefined, { SOCKBENCH_KEY: '0123456789abcdef' }))).toBe('0123456789abcdef');
  expect([readKey(undefined, {}), readKey(undefined, { SOCKBENCH_KEY: '' })]).toEqual([null, null]);
});

it('is neither short nor without an end', () => {
  expect(() => readKey(fileOf('0123456789abcde\n'), {})).toThrow(/shorter than 16 bytes/);
  expect(readKey(fileOf('k'.repeat(4096)), {})).toHaveLength(4096);
  expect(() => readKey(fileOf('k'.repeat(4097)), {})).toThrow(/larger than 4,096 bytes/);
  if (existsSync('/dev/zero')) expect(() => readKey('/dev/zero', {})).toThrow(/larger than 4,096 bytes/);
  expect(() => readKey(join(folder, 'none'), {})).toThrow(/cannot be read/);
});

it.skipIf(process.platform === 'win32')('may come from a pipe, in pieces', () => {
  const key = new URL('../../dist/cli/options/key.js', import.meta.url).href;
  const program = `import(${JSON.stringify(key)}).then(({ readKey }) => console.log(Buffer.from(readKey('/dev/stdin', {})).toString()))`;
  const out = execFileSync('sh', [
    '-c',
    `(printf 0123; sleep 0.2; echo 456789abcdef) | "$0" -e "$1"`,
    process.execPath,
    program,
  ]);
  expect(out.toString()).toBe('0123456789abcdef\n');
});
