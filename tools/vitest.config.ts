import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { SlowestFiles } from './slowest-files.ts';

/** What takes longest begins first: at the end, one worker would wait for it. */
const LONGEST = ['end-to-end/soak', 'end-to-end/', 'run/server/attacks'];
const rank = ({ moduleId }: TestSpecification): number => {
  const at = LONGEST.findIndex((part) => moduleId.includes(part));
  return at === -1 ? LONGEST.length : at;
};

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Tests of what has no sockets, processes or state of its own: files share their loaded modules, a third of all the work. */
const PURE = ['measure', 'link', 'wire', 'session', 'result', 'present', 'words', 'simulation'];
const pure = [...PURE.map((room) => `test/${room}/**/*.test.{ts,tsx}`), 'test/*.test.ts'];

const shared = {
  root: new URL('..', import.meta.url).pathname,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // End-to-end runs wait more than they work: four at a time fill two cores, and more would disturb each other.
    maxWorkers: 4,
    reporters: ['default', new SlowestFiles()],
    sequence: { sequencer: LongestFirst },
    projects: [
      // A machine that is shared stands still now and then: what runs in real time has two tries, and each is shown.
      { test: { ...shared, name: 'real', include: ['test/**/*.test.{ts,tsx}'], exclude: pure, retry: 1 } },
      { test: { ...shared, name: 'pure', include: pure, isolate: false } },
    ],
  },
});
