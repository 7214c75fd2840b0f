// `npm run fuzz [-- --inputs N] [--seconds N] [--seed N] [--target NAME]`: hostile bytes against every parser, a million
// inputs each, at most so many seconds each (600: none needs a third of it). What breaks a parser is kept in test/fuzz/corpus, where every test run
// tries it again.
import { spawnSync } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    target: { type: 'string' },
  },
});
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
setPriority(19);
const env = {
  ...process.env,
  SOCKBENCH_FUZZ_INPUTS: values.inputs,
  SOCKBENCH_FUZZ_SECONDS: values.seconds,
  SOCKBENCH_FUZZ_SEED: values.seed,
};
if (values.target !== undefined) env.SOCKBENCH_FUZZ_TARGET = values.target;
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tools/vitest.config.ts', 'test/fuzz'];
const { status } = spawnSync(process.execPath, [...vitest, '--disable-console-intercept'], {
  stdio: 'inherit',
  env,
});
process.exit(status ?? 1);
