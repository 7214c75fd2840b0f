/** What is printed to be pasted: read back by the shells themselves. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellWord, typed, typedAgain } from '../../src/words/command.ts';

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
