import { describe, expect, it } from 'vitest';
import { emptyModel } from '../../../src/present/live/model/model.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { specOf } from './scenarios.ts';
import { drawn } from './screenshot.tsx';

const offers = { canTurn: true, canSave: true, canTry: true };

describe.each(['en', 'pt-BR'] as const)('help in %s', (language) => {
  it.each([
    [80, 24],
    [100, 30],
    [70, 40],
  ])('is whole at %i×%i', (columns, rows) => {
    const lines = drawn(emptyModel(specOf(['tcp', 'udp'])), {
      columns,
      rows,
      language,
      offers,
      ui: { help: true },
    });
    const flowing = lines.map((line) => line.trim()).join(' ');
    const { help, keys, legend } = wordsFor(language).live;
    for (const sentence of help.lines) expect(flowing).toContain(sentence);
    for (const text of [help.dropped, help.again, help.back, keys.pause, keys.save, keys.quit, keys.redraw])
      expect(flowing).toContain(text);
    const { arrived, lost, open, waited, blocked, late, duplicate, disorder } = legend;
    for (const text of [arrived, lost, open, waited, blocked, late, duplicate, disorder])
      expect(flowing).toContain(text);
    expect(flowing).not.toContain('…');
  });
});
