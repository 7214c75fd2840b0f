/** The frame that is drawn before Ink is there is the one that Ink draws. */
import { expect, it } from 'vitest';
import { specOf } from '../../../src/library/spec.ts';
import { canvasFor } from '../../../src/present/live/canvas.ts';
import { firstFrame } from '../../../src/present/live/first-frame.ts';
import { frame } from '../../../src/present/live/frame.ts';
import { emptyModel } from '../../../src/present/live/model/model.ts';
import { FIRST_UI } from '../../../src/present/live/model/ui.ts';
import { wordsFor } from '../../../src/words/index.ts';

const spec = specOf({ transports: ['tcp', 'udp'] });

it.each([
  ['en', 60, 12],
  ['en', 100, 30],
  ['pt-BR', 80, 24],
  ['pt-BR', 40, 8],
] as const)('%s, %i × %i', (language, columns, rows) => {
  const words = wordsFor(language);
  const env = { TERM: 'xterm-256color' };
  const offers = { canSave: true, canTurn: false, canTry: false, leavesIn: null };
  const lines = frame(canvasFor(words, env)(columns, rows), emptyModel(spec), FIRST_UI, offers);
  const drawn = firstFrame({ words, env, spec, offers }, { columns, rows });
  // Each line at its own place, and nothing besides.
  const places = drawn.split(/\u001B\[(\d+);1H/).slice(1);
  expect(places.filter((_, at) => at % 2 === 0)).toEqual(lines.map((_, row) => String(row + 1)));
  expect(lines.length).toBeGreaterThan(0);
});
