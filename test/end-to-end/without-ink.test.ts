/** Ink and React are loaded for a screen only: what else would pay for them at every start. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAIN, scratch } from './lab-tools.ts';

const DIST = new URL('../../dist/', import.meta.url).href;
const BUNDLES = JSON.parse(readFileSync(new URL('bundles.json', DIST), 'utf8')) as Record<string, string[]>;

/** What went into a file of the build; of another, the file itself. */
const modulesOf = (url: string): string[] =>
  BUNDLES[url.slice(DIST.length)]?.map((name) => `/dist/${name}`) ?? [url];

/** Modules that a command has loaded, as V8 tells, in all its processes and threads. */
function loadedBy(words: readonly string[]): string[] {
  const folder = scratch();
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: folder.path('') };
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...words], { encoding: 'utf8', env });
    expect(status, stderr).toBe(0);
    return readdirSync(folder.path('')).flatMap((file) => {
      const { result } = JSON.parse(readFileSync(folder.path(file), 'utf8')) as { result: { url: string }[] };
      return result.flatMap(({ url }) => modulesOf(url));
    });
  } finally {
    folder.remove();
  }
}

const SCREEN = /\/dist\/present\/(live|chat)\/|node_modules\/(ink|react)\//;

describe('without a screen', () => {
  it('sees a screen where there is one', () => {
    expect(modulesOf(`${DIST}cli/screen/screen-process.js`).filter((url) => SCREEN.test(url))).not.toEqual(
      [],
    );
  });

  it.each([
    ['--help'],
    ['compare --help'],
    ['udp --count 5 --rate 100 --ui none'],
    ['tcp --count 5 --rate 100 --ui text'],
    ['compare --count 5 --ui none --json'],
  ])('sockbench %s loads neither Ink nor the screens', (command) => {
    const loaded = loadedBy(command.split(' '));
    expect(loaded.some((url) => url.endsWith('/dist/cli/main.js'))).toBe(true);
    expect(loaded.filter((url) => SCREEN.test(url))).toEqual([]);
  });
});
