import { describe, expect, it } from 'vitest';
import { describeImpairment } from '../../../src/present/shared/describe.ts';
import { type DirectionImpairment, NO_IMPAIRMENT } from '../../../src/result/impairment.ts';
import { wordsFor } from '../../../src/words/index.ts';

const link = (up: Partial<DirectionImpairment>, down: Partial<DirectionImpairment>) => ({
  up: { ...NO_IMPAIRMENT, ...up },
  down: { ...NO_IMPAIRMENT, ...down },
  profile: null,
  seed: 7,
});
const HALF = { loss: 0.05, delay: 20e6 };

describe('a link in words, with nothing, something and something else in each direction', () => {
  it.each([
    ['en', {}, {}, 'no impairment'],
    ['en', HALF, HALF, 'loss 5 %, delay 20 ms each way, seed 7'],
    ['en', { loss: 1 }, {}, 'up: loss 100 %; down: no impairment, seed 7'],
    ['pt-BR', {}, {}, 'sem degradação'],
    ['pt-BR', { loss: 1e-6 }, {}, 'subida: perda de 0,0001 %; descida: sem degradação, semente 7'],
  ] as const)('%s %j %j', (language, up, down, text) => {
    expect(describeImpairment(link(up, down), wordsFor(language))).toBe(text);
  });
});
