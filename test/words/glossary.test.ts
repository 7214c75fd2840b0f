/** docs/glossary.md decides the terms: the catalogues are held to it. */
import { readFileSync } from 'node:fs';
import type { Command } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import type { CliContext } from '../../src/cli/context.ts';
import { translateHelp } from '../../src/cli/usage.ts';
import { wordsFor } from '../../src/words/index.ts';
import { everything } from './catalogue.ts';

interface Term {
  readonly english: string;
  readonly portuguese: string;
  readonly not: readonly string[];
}

const page = readFileSync(new URL('../../docs/glossary.md', import.meta.url), 'utf8');
const terms: Term[] = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| English'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
  .map(([, english = '', portuguese = '', , , not = '']) => ({
    english,
    portuguese,
    not: not
      .split(';')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  }));

/** One and many, so that both forms of every sentence are seen. */
const said = (language: 'en' | 'pt-BR'): string[] =>
  [1, 2].flatMap((amount) => everything(wordsFor(language), amount));
const spoken = { en: said('en'), 'pt-BR': said('pt-BR') };

describe('the glossary', () => {
  it('decides some tens of terms, each with its meaning', () => {
    expect(terms.length).toBeGreaterThan(40);
    expect(terms.flatMap(({ not }) => not).length).toBeGreaterThan(15);
    for (const { english, portuguese } of terms) expect(english !== '' && portuguese !== '').toBe(true);
  });

  it('has no term that nobody uses', () => {
    const unused = terms.filter(
      ({ portuguese }) =>
        !spoken['pt-BR'].some((text) => text.toLowerCase().includes(portuguese.toLowerCase())),
    );
    expect(unused.map(({ portuguese }) => portuguese)).toEqual([]);
  });

  it.each(terms.filter(({ not }) => not.length > 0))('$portuguese is what it is called', ({ not }) => {
    for (const word of not) {
      // Words begin where letters do; `rede sem fio` is no wire.
      const forbidden = new RegExp(`(?<![\\p{L}])(?:${word})`, 'iu');
      expect(
        spoken['pt-BR'].filter((text) => forbidden.test(text)),
        word,
      ).toEqual([]);
    }
  });
});

/** The same in both languages, because it is a name. */
const NAMES =
  /^(?:sockbench( \w+)?|TCP|UDP|p\d+|[A-Z][a-z]+-N|CoDel …|drop-tail|(?:FQ-)?CoDel|ECN|ack|jitter|Jitter|buffer|socket|Mbit\/s|ms|s|ok|--.*|Socket:|Go-Back-N|ACK|[^\p{L}]*|x+)$/u;
const ENGLISH =
  /(?<!\p{L})(?:the|of|and|with|not|is|are|was|were|from|which|each way|lost|sent|server is|you|your|this|has|have|than|there)(?!\p{L})/u;

describe('the Portuguese catalogue', () => {
  it('has no sentence that was left in English', () => {
    const left: string[] = [];
    const compare = (en: unknown, pt: unknown, path: string): void => {
      if (typeof en === 'string' && en === pt && !NAMES.test(en) && !SHARED.has(path))
        left.push(`${path}: ${en}`);
      if (typeof en !== 'object' || en === null) return;
      for (const [name, value] of Object.entries(en))
        compare(value, (pt as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`);
    };
    compare(wordsFor('en'), wordsFor('pt-BR'), '');
    expect(left).toEqual([]);
  });

  it('has no English words inside', () => {
    // `stop-and-wait`, `ip link` and options are names that are typed as they stand.
    const bare = spoken['pt-BR'].map((text) => text.replace(/[\w.]+(?:-[\w.]+)+|`[^`]*`|--[\w-]+/g, ''));
    expect(bare.filter((text) => ENGLISH.test(text))).toEqual([]);
  });
});

/** Words that are the same. */
const SHARED: ReadonlySet<string> = new Set([]);

describe('what is put into a Portuguese sentence', () => {
  const { lab, cli, warnings } = wordsFor('pt-BR');

  it('is said in Portuguese, too: the link, and what a server tells its guests', () => {
    expect(lab.notice('each way: loss 2.5%, delay 20ms')).toContain(
      'em cada sentido: perda de 2,5 %, atraso de 20 ms',
    );
    expect(lab.notice('up: loss 5%; down: nothing')).toContain('subida: perda de 5 %; descida: nada');
    expect(
      lab.notice(
        'up: burst-loss 5% in runs of 8; down: jitter 500us in 1s, bandwidth 10 Mbit/s, queue 150kB codel',
      ),
    ).toContain(
      'subida: perda em rajadas de 5 % em sequências de 8; descida: jitter de 500 µs variando em 1 s, banda de 10 Mbit/s, fila de 150 kB codel',
    );
    const told = wordsFor('en').lab.notice('each way: loss 5%, delay 20ms');
    for (const said of [cli.status.notice(told), warnings.notice({ text: told }).message])
      expect(said).toBe(
        'O servidor diz: um enlace emulado está na frente deste servidor; em cada sentido: perda de 5 %, atraso de 20 ms',
      );
    expect(cli.status.notice('Bom dia')).toBe('O servidor diz: Bom dia');
  });

  it('is no English in any help', async () => {
    const stdout = { write: () => true, columns: 80 } as unknown as NodeJS.WriteStream;
    const context = {
      words: wordsFor('pt-BR'),
      language: 'pt-BR',
      version: '0',
      argv: [],
      env: {},
      stdout,
      stderr: stdout,
    } as unknown as CliContext;
    const helps = COMMANDS.map((make) => {
      const command = make(context) as Command;
      translateHelp(command, context.words);
      return command.helpInformation();
    });
    expect(helps.length).toBeGreaterThan(8);
    for (const help of helps) {
      // What is typed stays as it is: names of modes, engines, files.
      const text = help.replace(/--[\w-]+|\b(?:up|down|both|in)[=,:]|`[^`]*`|[\w.]+(?:-[\w.]+)+/g, '');
      expect(ENGLISH.exec(text)?.[0], help).toBeUndefined();
      expect(text).not.toMatch(
        /<(?:file|name|address|command|kind|share|number)>|\[(?:options|target|command)\]/,
      );
    }
  });
});
