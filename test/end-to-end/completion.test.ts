/** Completion in real shells: the script is loaded, a word is begun, Tab ends it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it, test } from 'vitest';
import { run, scratch } from './command.ts';
import { hasTmux, openTerminal, SOCKBENCH, type Terminal } from './tmux.ts';

const files = scratch();
afterAll(() => files.remove());

const HELPERS = '/usr/share/bash-completion/bash_completion';
const shells = [
  ['bash', existsSync(HELPERS), `source ${HELPERS}`],
  ['zsh', spawnSync('zsh', ['-c', 'exit']).status === 0, 'exec zsh -f'],
] as const;
for (const [shell, there] of shells)
  if (!there)
    console.warn(`skipped: completion in ${shell} needs ${shell === 'bash' ? 'bash-completion' : 'zsh'}`);

describe.skipIf(!hasTmux)('in a real shell', () => {
  let terminal: Terminal | undefined;
  afterEach(() => terminal?.close());

  test.each(shells.filter(([, there]) => there))('%s', async (shell, _, begin) => {
    writeFileSync(files.path('sockbench'), `#!/bin/sh\nexec ${SOCKBENCH} "$@"\n`, { mode: 0o755 });
    const folder = files.path('.');
    terminal = openTerminal(100, 20, { PATH: `${folder}:${process.env['PATH']}` });
    terminal.type(begin, 'Enter');
    if (shell === 'zsh') terminal.type("PS1='z> '; autoload -Uz compinit && compinit -u -D", 'Enter');
    terminal.type(`source <(sockbench completion ${shell}); echo loaded`, 'Enter');
    await terminal.until(/^loaded$/m);
    terminal.type('clear; sockbench comp', 'Tab');
    await terminal.until(/sockbench comp(are|letion)|compare[\s\S]*completion/);
    terminal.type('C-u', 'sockbench udp --durat', 'Tab');
    await terminal.until(/sockbench udp --duration/);
    terminal.type('C-u', 'sockbench tcp --mode conn', 'Tab');
    await terminal.until(/--mode connect/);
  });
});

it.skipIf(!existsSync(HELPERS))(
  'in bash, Tab runs nothing of what was typed, and writes nowhere',
  async () => {
    const { out: script } = await run('completion', 'bash');
    const [ran, kept] = [files.path('ran'), files.path('kept')];
    writeFileSync(kept, 'kept');
    const typed = ['sockbench', 'report', `$(touch ${ran})`, `\`touch ${ran}\``, '>', kept, ''];
    const words = typed.map((word) => `'${word}'`).join(' ');
    const asked = files.path('asked');
    const lines = [
      `source ${HELPERS}`,
      script,
      `sockbench() { printf '%s\\n' "$@" >${asked}; }`,
      `_get_comp_words_by_ref() { words=(${words}); cword=6; cur=''; prev='${kept}'; }`,
      '__sockbench_complete',
    ];
    spawnSync('bash', ['-c', lines.join('\n')]);
    expect(existsSync(ran)).toBe(false);
    expect(readFileSync(kept, 'utf8')).toBe('kept');
    expect(readFileSync(asked, 'utf8').split('\n').slice(0, -1)).toEqual([
      'complete',
      '--',
      ...typed.slice(1),
    ]);
  },
);

it('knows commands, options and the values of some options', async () => {
  const { out } = await run('complete', '--', 'udp', '--mode', '');
  expect(out).toMatch(/^echo\tup\tdown|^echo\s+up\s+down\s+both/m);
  expect((await run('complete', '--', 'fleet', 'u')).out).toMatch(/^udp\t/);
  expect(await run('completion', 'tcsh')).toMatchObject({ status: 2, out: '' });
});

it('alone, the command prints its help, and says by its status that nothing was done', async () => {
  const { status, out, err } = await run();
  expect({ status, err }).toEqual({ status: 2, err: '' });
  expect(out).toMatch(/^Usage: sockbench/);
});
