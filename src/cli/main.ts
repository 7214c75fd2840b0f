#!/usr/bin/env node
/** The entry point: answers --version without loading anything, then hands over to the program. */
import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const { folderGone } = await import('./folder-gone.ts');
  const { tooFewFiles } = await import('./open-files.ts');
  const obstacle = (await folderGone(argv)) ?? (await tooFewFiles(argv));
  if (obstacle === undefined) {
    // Before any words are loaded: they hold commands.
    const { rememberStart } = await import('./started.ts');
    rememberStart();
    const { threadsFor } = await import('./options/threads-ahead.ts');
    const threads = threadsFor(argv, process.env);
    if (threads > 0) (await import('../run/client/threads/idle.ts')).startAhead(threads);
    const { main } = await import('./program.ts');
    process.exitCode = await main(argv, version);
    // Who interrupts does not wait for what the system cannot take back, such as the look-up of a name.
    if (process.exitCode === 130) process.stdout.write('', () => process.exit());
  } else {
    process.stderr.write(`sockbench: ${obstacle}\n`);
    process.exitCode = 1;
  }
}
