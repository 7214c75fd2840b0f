import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
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
  'run/server/attacks',
  'library/',
  'present/page',
  'test/package',
];
const rank = ({ moduleId }: TestSpecification): number => {
  const at = LONGEST.findIndex((part) => moduleId.includes(part));
  return at === -1 ? LONGEST.length : at;
};

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Tests of what has no sockets, processes or state of its own. */
const PURE = ['measure', 'link', 'wire', 'session', 'result', 'present', 'words', 'simulation'];
const pure = [...PURE.map((room) => `test/${room}/**/*.test.{ts,tsx}`), 'test/*.test.ts'];

/** Tests of what a process is or keeps (its memory, descriptors, threads, signals), or that put others in place of its modules. */
const ALONE = ['attacks', 'fuzz', 'library', 'net', 'run/files', 'run/server'];
const alone = [
  ...ALONE.map((room) => `test/${room}/**/*.test.ts`),
  'test/cli/signals.test.ts',
  'test/fleet/many.test.ts',
  'test/run/chat/guest.test.ts',
  'test/run/garbage.test.ts',
];

const shared = {
  root: new URL('..', import.meta.url).pathname,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};
/** A machine that is shared stands still now and then: what runs in real time has three tries, and each is shown. */
const real = { ...shared, retry: 2 };
/** Files share their loaded modules and their process: to load them for each was a fifth of all the work. */
const together = { isolate: false };

export default defineConfig({
  test: {
    // End-to-end runs wait more than they work: six at a time fill two cores, and more would disturb each other.
    maxWorkers: 6,
    reporters: ['default', new SlowestFiles()],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...real,
          ...together,
          name: 'real',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...pure, ...alone],
        },
      },
      { test: { ...real, name: 'alone', include: alone } },
      { test: { ...shared, ...together, name: 'pure', include: pure } },
    ],
  },
});
