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
  // Before any words are loaded: they hold commands.
  const { rememberStart } = await import('./started.ts');
  rememberStart();
  const { tooFewFiles } = await import('./open-files.ts');
  const few = await tooFewFiles(argv);
  if (few === undefined) {
    const { main } = await import('./program.ts');
    process.exitCode = await main(argv, version);
    // Who interrupts does not wait for what the system cannot take back, such as the look-up of a name.
    if (process.exitCode === 130) process.stdout.write('', () => process.exit());
  } else {
    process.stderr.write(`sockbench: ${few}\n`);
    process.exitCode = 1;
  }
}
