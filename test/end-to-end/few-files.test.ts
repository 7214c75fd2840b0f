import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

function limited(files: number, words: string, env: Record<string, string> = {}) {
  const command = `ulimit -n ${files}; exec "$0" "$1" ${words}`;
  return spawnSync('bash', ['-c', command, process.execPath, MAIN], {
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, LANG: 'C', ...env },
  });
}

describe.skipIf(process.platform !== 'linux')('with hardly a file to open', () => {
  test.each([20, 30, 40])('one sentence, at a limit of %d', (files) => {
    const { status, stderr } = limited(files, 'udp --duration 200ms --warmup 0s');
    expect(stderr.trim().split('\n')).toEqual([
      `sockbench: sockbench needs 96 open files to start, but the limit is ${files}. Raise the limit with \`ulimit -n 1024\`.`,
    ]);
    expect(status).toBe(1);
  });

  test('in the language of the person', () => {
    const { status, stderr } = limited(25, 'serve --port 0 --ui none --lang pt-BR');
    expect(stderr).toMatch(/^sockbench: O sockbench precisa de 96 arquivos.*ulimit -n 1024`\.\n$/);
    expect(status).toBe(1);
  });

  test('the version is told all the same', () => {
    expect(limited(25, '--version').status).toBe(0);
  });
});
