/** How this program was started, as it is said again in front of every command. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startedAs } from '../../src/cli/started.ts';

const MAIN = new URL('../../dist/cli/main.js', import.meta.url).pathname;
let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sockbench-started-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('how it was started', () => {
  const given = { folder: '/home/ana/work', path: '/usr/bin', windows: false };

  it('is npx for a script of a project, whoever follows the link', () => {
    for (const script of [
      '/home/ana/work/node_modules/.bin/sockbench',
      '/home/ana/.npm/_npx/1f/node_modules/.bin/sockbench',
    ])
      expect(startedAs({ ...given, script })).toBe('npx sockbench');
  });

  it('is node and the script, near where it is near', () => {
    expect(startedAs({ ...given, script: '/home/ana/work/dist/cli/main.js' })).toBe('node dist/cli/main.js');
    expect(startedAs({ ...given, script: '/opt/my tools/main.js' })).toBe('node "/opt/my tools/main.js"');
  });

  it('is the name alone only where the path leads to it', () => {
    const script = join(folder, 'bin', 'sockbench');
    mkdirSync(join(folder, 'bin'));
    writeFileSync(script, '');
    expect(startedAs({ ...given, script, path: `/nowhere:${join(folder, 'bin')}` })).toBe('sockbench');
    expect(startedAs({ ...given, script })).toBe(`node ${script}`);
  });

  it('is told by the shims of npm where links are none', () => {
    const prefix = join(folder, 'prefix', 'node_modules');
    const script = join(prefix, 'sockbench', 'dist', 'cli', 'main.js');
    mkdirSync(join(prefix, '.bin'), { recursive: true });
    expect(startedAs({ ...given, script, windows: true })).toBe(`node ${script}`);
    writeFileSync(join(folder, 'prefix', 'sockbench.cmd'), '');
    expect(startedAs({ ...given, script, windows: true })).toBe('sockbench');
    writeFileSync(join(prefix, '.bin', 'sockbench.cmd'), '');
    expect(startedAs({ ...given, script, windows: true })).toBe('npx sockbench');
  });

  it('stands before the examples and the remedies of the built program', () => {
    const bin = join(folder, 'usr-bin');
    mkdirSync(bin);
    symlinkSync(MAIN, join(bin, 'sockbench'));
    const modules = join(folder, 'project', 'node_modules', '.bin');
    mkdirSync(modules, { recursive: true });
    symlinkSync(MAIN, join(modules, 'sockbench'));
    const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
    const helped = (program: string, words: readonly string[]) =>
      execFileSync(program, [...words, 'send', '--help'], { env, encoding: 'utf8', cwd: folder });
    expect(helped('sockbench', [])).toContain('\n  sockbench send "Ola Mundo" 192.168.0.7 ');
    expect(helped(join(modules, 'sockbench'), [])).toContain(
      '\n  npx sockbench send "Ola Mundo" 192.168.0.7 ',
    );
    expect(helped(process.execPath, [MAIN])).toContain(`\n  node ${MAIN} send "Ola Mundo" 192.168.0.7 `);
  });
});
