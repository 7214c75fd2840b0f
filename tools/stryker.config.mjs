// Mutation testing of the pure core, one file at a time; started by tools/mutation.mjs.
import { fileURLToPath } from 'node:url';

const name = (process.env.SOCKBENCH_MUTATED_FILE ?? 'all').replaceAll('/', '-');

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  plugins: [
    '@stryker-mutator/vitest-runner',
    fileURLToPath(new URL('./stryker-ignore-throws.mjs', import.meta.url)),
  ],
  ignorers: ['throws'],
  vitest: { configFile: 'tools/vitest.mutation.config.ts', related: false },
  // It reads TypeScript's own configuration where it finds one, and cannot read that of TypeScript 7.
  tsconfigFile: 'none.json',
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 3000,
  timeoutFactor: 2,
  incremental: true,
  incrementalFile: `reports/mutation/${name}.json`,
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['dist', 'reports', 'bench', 'coverage', 'test/end-to-end', 'test/present', '*.md'],
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false, reportScoreTable: false },
};
