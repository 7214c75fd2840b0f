import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { isPure } from './pure-tests.ts';
import { SlowestFiles } from './slowest-files.ts';

/** What takes longest begins first, longest first: at the end, one worker would wait for it. */
const LONGEST = [
  'end-to-end/judge',
  'end-to-end/screen',
  'end-to-end/lab',
  'end-to-end/soak',
  'end-to-end/faults',
  'end-to-end/servers',
  'end-to-end/',
  'server/attacks/limits',
  'library/',
  'present/page',
];
const rank = ({ moduleId }: TestSpecification): number => {
  const at = LONGEST.findIndex((part) => moduleId.includes(part));
  return at === -1 ? LONGEST.length : at;
};

/**
 * A worker goes on with its loaded modules as long as the next file is of its project: one project after the other. What
 * waits comes first, and what only computes last, because it fills every gap.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turn = ({ project, moduleId }: TestSpecification): number =>
      project.name === 'alone' ? 0 : isPure(moduleId) ? 2 : 1;
    return (await super.sort(files)).sort((a, b) => turn(a) - turn(b) || rank(a) - rank(b));
  }
}

/** Tests of what a process is or keeps (its memory, descriptors, threads, signals), or that put others in place of its modules. */
const ALONE = [
  'test/attacks/**/*.test.ts',
  'test/library/**/*.test.ts',
  'test/net/linux/kernel/scheduling.test.ts',
  'test/net/portable/drops.test.ts',
  'test/run/files/place.test.ts',
  'test/run/server/attacks/*.test.ts',
  'test/cli/signals.test.ts',
  'test/fleet/many.test.ts',
  'test/run/chat/guest/guest.test.ts',
  'test/run/garbage.test.ts',
];

const tests = {
  root: fileURLToPath(new URL('..', import.meta.url)),
  runner: fileURLToPath(new URL('test-runner.ts', import.meta.url)),
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // End-to-end runs wait more than they work: six at a time fill two cores, and more would disturb each other.
    maxWorkers: 6,
    reporters: ['default', new SlowestFiles()],
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...tests, name: 'alone', include: ALONE } },
      {
        test: {
          ...tests,
          name: 'together',
          // Files share their loaded modules and their process: to load them for each was a fifth of all the work.
          isolate: false,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ALONE,
        },
      },
    ],
  },
});
