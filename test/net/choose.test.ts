import { describe, expect, it } from 'vitest';
import { chooseEngine } from '../../src/net/choose.ts';
import { bindCalls } from '../../src/net/linux/kernel/calls.ts';
import { type Koffi, loadKoffi } from '../../src/net/linux/kernel/library.ts';
import { engine as english } from '../../src/words/en/result/engine.ts';
import { engine as portuguese } from '../../src/words/pt-br/result/engine.ts';

const able = async () => undefined;
const asked: string[] = [];
const unable = async () => {
  asked.push('support');
  return { obstacle: 'libc', detail: 'musl' } as const;
};

describe('the engine', () => {
  it('is the best that the machine can run', async () => {
    expect(await chooseEngine('auto', false, able)).toEqual({
      engine: 'linux',
      reason: 'capable',
      detail: '',
    });
    expect(await chooseEngine('linux', false, able)).toMatchObject({ engine: 'linux', reason: 'requested' });
  });

  it('is portable where the linux engine cannot run, and says why, also where it was asked for', async () => {
    for (const requested of ['auto', 'linux'] as const)
      expect(await chooseEngine(requested, false, unable)).toEqual({
        engine: 'portable',
        reason: 'libc',
        detail: 'musl',
      });
  });

  it('loads nothing where the portable one was asked for, or each probe is a connection', async () => {
    asked.length = 0;
    expect(await chooseEngine('portable', false, unable)).toMatchObject({
      engine: 'portable',
      reason: 'requested',
    });
    expect(await chooseEngine('linux', true, unable)).toMatchObject({
      engine: 'portable',
      reason: 'connect-mode',
    });
    expect(asked).toEqual([]);
  });
});

const fails = (code: string | undefined, message: string) => async (): Promise<{ default: Koffi }> => {
  throw Object.assign(new Error(message), code === undefined ? {} : { code });
};
const noLibrary = {
  load: () => {
    throw new Error('libc.so.6: cannot open\nmore');
  },
} as unknown as Koffi;
const musl = {
  load: () => ({
    func: (what: string) => {
      throw new Error(`no symbol in ${what}`);
    },
  }),
} as unknown as Koffi;

describe('what stands in the way of the linux engine', () => {
  const cases = {
    'not-linux': () => loadKoffi(undefined, 'darwin', 'arm64'),
    architecture: () => loadKoffi(undefined, 'linux', 'riscv64'),
    'koffi-absent': () => loadKoffi(fails('ERR_MODULE_NOT_FOUND', 'Cannot find package'), 'linux', 'x64'),
    'koffi-platform': () => loadKoffi(fails(undefined, 'no binary\nand more'), 'linux', 'x64'),
    libc: async () => bindCalls(musl),
  };
  for (const [obstacle, meet] of Object.entries(cases))
    it(`${obstacle} is told with what was found, in one line and both languages`, async () => {
      const found = await meet();
      expect(found).toMatchObject({ obstacle });
      const { detail } = found as { detail: string };
      expect(detail).toMatch(/^[^\n]+$/);
      for (const words of [english, portuguese])
        expect(words[obstacle as keyof typeof english]({ detail })).toMatch(/^[^\n]+$/);
    });

  it('a missing C library is one line, too', () => {
    expect(bindCalls(noLibrary)).toEqual({ obstacle: 'libc', detail: 'libc.so.6: cannot open' });
  });
});
