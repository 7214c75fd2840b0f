import { describe, expect, it } from 'vitest';
import { server as english } from '../../src/words/en/server.ts';
import { wordsFor } from '../../src/words/index.ts';
import { server as portuguese } from '../../src/words/pt-br/server.ts';
import { serverSaid } from '../../src/words/server-said.ts';

type Say = (details: object) => string;
const KEYS = Object.keys(english) as (keyof typeof english)[];
/** A value for whatever is asked for; of a reason, one with signs that mean something in a pattern. */
const values = new Proxy({}, { get: (_, name) => (name === 'reason' ? 'EMFILE (too many: 3.5 * 2)' : '42') });

describe('what a server said, in English', () => {
  it.each(KEYS)('%s', (key) => {
    const sentence = (english[key] as Say)(values);
    expect(serverSaid(sentence, portuguese)).toBe((portuguese[key] as Say)(values));
    expect(serverSaid(sentence, portuguese)).not.toBe(sentence);
    expect(serverSaid(sentence, english)).toBe(sentence);
  });

  it('stays as it is where nobody knows it, or it is more than that', () => {
    for (const sentence of [
      '',
      'go away.',
      'the server was stopped. Really.',
      '.*',
      'the server is full ( sessions at once).',
    ])
      expect(serverSaid(sentence, portuguese)).toBe(sentence);
  });

  it('is shown in the language of whoever reads it', () => {
    const { errors, warnings, serve } = wordsFor('pt-BR');
    const full = english.full({ sessions: 64 });
    const said = 'o servidor está cheio (64 sessões ao mesmo tempo).';
    expect(errors['server-refused']({ address: 'a', reason: full }).message).toContain(said);
    expect(errors['server-failed']({ address: 'a', reason: full }).message).toContain(said);
    expect(warnings.limited({ what: english.rate({ rate: '50' }) }).message).toContain(
      'a taxa é limitada a 50 sondas/s.',
    );
    expect(serve.refused('a', full)).toContain(said);
    expect(wordsFor('en').errors['server-refused']({ address: 'a', reason: full }).message).toContain(full);
  });
});
