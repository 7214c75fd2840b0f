import { expect, it } from 'vitest';
import type { CliContext } from '../../src/cli/context.ts';
import { forLocale } from '../../src/cli/terminal.ts';
import { summaryText } from '../../src/present/text/summary.ts';
import { wordsFor } from '../../src/words/index.ts';
import { samples } from '../fixtures/results.ts';

const context = (isTTY: boolean, LANG: string): CliContext =>
  ({ stdout: { isTTY }, env: { LANG } }) as unknown as CliContext;

it.each(['en', 'pt-BR'] as const)(
  'a table in %s has a stand-in for every sign, of the same width, where the locale is not UTF-8',
  async (language) => {
    const text = summaryText(samples.compareLab(), wordsFor(language), { color: true, width: 80 });
    const plain = await forLocale(text, context(true, 'C'));
    expect(plain).toMatch(/^[\x00-\x7f]*$/);
    expect(plain).not.toContain('?');
    expect(plain.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
    expect(await forLocale(text, context(true, 'pt_BR.UTF-8'))).toBe(text);
    // Files and pipes are UTF-8 whoever reads them.
    expect(await forLocale(text, context(false, 'C'))).toBe(text);
  },
);
