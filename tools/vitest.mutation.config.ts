/** The tests that judge mutants of one folder of the pure core: its own, quick enough to run for each mutant. */
import { defineConfig } from 'vitest/config';

const folder = process.env['SOCKBENCH_MUTATED'] ?? '{measure,wire,link}';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: [`test/${folder}/**/*.test.ts`],
    testTimeout: 20_000,
    // Properties try fewer inputs (test/runs.ts): there are some thousand mutants.
    env: { SOCKBENCH_FEW_RUNS: '1' },
  },
});
