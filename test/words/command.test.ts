/** What is printed to be pasted: read back by the shells themselves. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  STARTED_AS,
  shellWord,
  typed,
  typedAgain,
  typedAt,
  typedElsewhere,
} from '../../src/words/command.ts';

const SHELLS = ['bash', 'zsh', 'fish'].filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sockbench-words-'));
  // Writes down what it was given, each word on a line of its own as JSON.
  writeFileSync(
    join(folder, 'given.mjs'),
    "import { appendFileSync } from 'node:fs';\nappendFileSync(process.env.GIVEN, JSON.stringify(process.argv.slice(2)) + '\\n');\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an interactive shell makes of pasted lines: with its history, its globs, its everything. */
function pasted(shell: string, commands: readonly (readonly string[])[]): string[][] {
  const given = join(folder, `${shell}.lines`);
  writeFileSync(given, '');
  const program = `${process.execPath} ${join(folder, 'given.mjs')}`;
  const lines = commands.map((words) => [program, ...words.map((word) => shellWord(word, false))].join(' '));
  const env = { ...process.env, GIVEN: given, HOME: folder, HISTFILE: '/dev/null', TERM: 'dumb' };
  // A shell that waits for a closing quote ends with its input, and has then run too little. fish has no history signs,
  // and is interactive on a terminal only.
  const input = `${lines.join('\n')}\n`;
  const file = join(folder, `${shell}.pasted`);
  writeFileSync(file, input);
  const options = { bash: ['--norc', '-i'], zsh: ['-f', '-i'], fish: ['--no-config', file] }[shell];
  execFileSync(shell, options, { input, env, cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  return readFileSync(given, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
}

const HARD = [
  'Ola Mundo!',
  '[::1]:5000',
  '[fe80::1%eth0]:5000',
  'p99<5ms',
  'up=5%,down=0',
  '--loss=2.5%',
  "it's",
  'a\\',
  "\\'",
  '$HOME `id` "x"',
  '~/x',
  '=ls',
  '*.json',
  '!!',
  '#nada',
  '',
  'Olá, “mundo”! É só isso?',
  '-',
  '@turma',
  '{a,b}',
];

describe('a command that is printed', () => {
  it('is tried in all three shells', () => {
    if (SHELLS.length < 3) console.warn(`not tried here: only ${SHELLS.join(', ')} are installed`);
    expect(SHELLS).toContain('bash');
  });

  it.each(SHELLS)('is read by an interactive %s as it was meant', (shell) => {
    const word = fc.stringMatching(/^[ -~áç“”!]{0,12}$/);
    const drawn = fc.sample(word, { numRuns: 150, seed: 23 });
    const commands = [HARD, ['send', 'Ola Mundo!', '192.168.0.7:5000'], drawn];
    expect(pasted(shell, commands)).toEqual(commands);
  });

  it('needs no quotes where every shell takes the words as they stand', () => {
    expect(typed('send', 'Ola Mundo', '192.168.0.7:5000')).toBe(
      'sockbench send "Ola Mundo" 192.168.0.7:5000',
    );
    expect(typedAgain(['sockbench', 'tcp', '[::1]:5000', '--loss', '5%,8', '--assert', 'p99<5ms'])).toBe(
      'sockbench tcp "[::1]:5000" --loss "5%,8" --assert "p99<5ms"',
    );
    expect(typedAgain([])).toBe('sockbench');
    expect(typedAgain(['iperf3', '-c', 'a b'])).toBe('iperf3 -c "a b"');
  });

  it('reads the same in cmd and in PowerShell wherever double quotes do', () => {
    // PowerShell ends an option at a point, takes a comma for a list and an @ for a table.
    for (const word of ['--loss=2.5%', '5%,8', '@turma', '[::1]:5000', 'a b', ''])
      expect(shellWord(word, true)).toBe(`"${word}"`);
    expect(shellWord('C:\\my files\\', true)).toBe('"C:\\my files\\\\"');
    expect(shellWord('say "a\\"', true)).toBe('"say \\"a\\\\\\""');
    expect(shellWord("$it's", true)).toBe("'$it''s'");
  });
});

describe('a command for somebody at another machine', () => {
  afterEach(() => vi.unstubAllEnvs());
  const ways = (started: string): string[] => {
    vi.stubEnv(STARTED_AS, started);
    return [typed('udp 192.168.0.7'), typedElsewhere('udp 192.168.0.7')];
  };

  it('begins as it is started there: no path of this one is of use to them', () => {
    expect(ways('node dist/cli/main.js')).toEqual([
      'node dist/cli/main.js udp 192.168.0.7',
      'sockbench udp 192.168.0.7',
    ]);
    expect(ways('npx sockbench')).toEqual(['npx sockbench udp 192.168.0.7', 'npx sockbench udp 192.168.0.7']);
    expect(ways('sockbench')).toEqual(['sockbench udp 192.168.0.7', 'sockbench udp 192.168.0.7']);
  });

  it('is for this one where the address is its own', () => {
    vi.stubEnv(STARTED_AS, 'node dist/cli/main.js');
    for (const address of ['127.0.0.1:5000', '127.9.0.1', '[::1]:5000', '::1', 'localhost', 'localhost:5000'])
      expect(typedAt(address, 'serve'), address).toBe('node dist/cli/main.js serve');
    for (const address of ['192.168.0.7:5000', '[fd00::1]:5000', 'localhost.example.org:5000', undefined])
      expect(typedAt(address, 'serve'), address).toBe('sockbench serve');
  });
});
