import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import type { CliContext } from '../../src/cli/context.ts';
import { adaptStreams, forLocale } from '../../src/cli/printing.ts';
import { summaryText } from '../../src/present/text/summary.ts';
import { wordsFor } from '../../src/words/index.ts';
import { samples } from '../fixtures/results.ts';

type Env = Readonly<Record<string, string>>;

function stream(isTTY: boolean): NodeJS.WriteStream & PassThrough {
  return Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.WriteStream & PassThrough;
}

const context = (isTTY: boolean, env: Env): CliContext =>
  ({ stdout: stream(isTTY), stderr: stream(isTTY), env }) as unknown as CliContext;

it.each(['en', 'pt-BR'] as const)(
  'a table in %s has a stand-in for every sign, of the same width, where the locale is not UTF-8',
  (language) => {
    const text = summaryText(samples.compareLab(), wordsFor(language), { color: true, width: 80 });
    const plain = forLocale(text, context(true, { LANG: 'C' }));
    expect(plain).toMatch(/^[\x00-\x7f]*$/);
    expect(plain).not.toContain('?');
    expect(plain.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
  },
);

const TEXT = 'délai: 5 µs – “√”\n';
const PLAIN = 'delai: 5 us - "?"\n';

it.each<[string, boolean, Env, string]>([
  ['a terminal in UTF-8', true, { LANG: 'pt_BR.UTF-8' }, TEXT],
  ['a terminal in C', true, { LC_ALL: 'C', LANG: 'pt_BR.UTF-8' }, PLAIN],
  ['a terminal in Latin-1', true, { LC_CTYPE: 'pt_BR.ISO-8859-1' }, PLAIN],
  ['a terminal that says nothing', true, {}, PLAIN],
  ['a pipe in C', false, { LC_ALL: 'C' }, PLAIN],
  ['a pipe in UTF-8', false, { LC_ALL: 'C.utf8' }, TEXT],
  ['a pipe where nobody says anything', false, {}, TEXT],
])('what people read, to %s', (_, isTTY, env, shown) => {
  const streams = context(isTTY, env);
  expect(forLocale(TEXT, streams)).toBe(shown);
  adaptStreams(streams);
  streams.stderr.write(TEXT);
  expect((streams.stderr as unknown as PassThrough).read()?.toString()).toBe(shown);
  // A document in a pipe is one, whatever the locale.
  streams.stdout.write(TEXT);
  expect((streams.stdout as unknown as PassThrough).read()?.toString()).toBe(isTTY ? shown : TEXT);
});

it('nothing on standard error acts on a terminal', () => {
  const streams = context(true, { LANG: 'C.UTF-8' });
  adaptStreams(streams);
  streams.stderr.write('Saved: \u001b]0;title\u0007\u001b[2J\u202e\r.json\nnext\n');
  const shown = (streams.stderr as unknown as PassThrough).read()?.toString();
  expect(shown).toBe('Saved: ␛]0;title␇␛[2J\ufffd␍.json\nnext\n');
});

it('for a screen reader every figure stands with its name, and no line is a drawing', () => {
  const text = summaryText(samples.compareLab(), wordsFor('en'), { color: false, width: 80, linear: true });
  expect(text).not.toMatch(/[─│]/);
  expect(text).not.toMatch(/\S {3,}\S/);
  expect(text).toMatch(/^Probes sent\n {2}TCP: [\d,]+\n {2}UDP: [\d,]+$/m);
  expect(text).toMatch(/^UDP response time\n {2}min: .*\n {2}p50: /m);
  const single = summaryText(samples.udpLossy(), wordsFor('en'), { color: false, width: 80, linear: true });
  expect(single).toMatch(/^Probes sent: 10,?000$/m);
});
