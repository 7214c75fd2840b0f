/**
 * Pairs of programs with one classic mistake each, judged. `npm run lessons` judges every one with fifty seeds; each run of
 * the tests with two.
 */
import { describe, expect, it } from 'vitest';
import { lessonSeeds } from '../experiment/seeds.ts';
import { CLASSIC, judgeOnce, MORE, wrong } from './judge-pairs.ts';
import { missing, noLab } from './lab-tools.ts';

const SEEDS = lessonSeeds(2, 50);
const PAIRS = SEEDS > 2 ? [...CLASSIC, ...MORE] : CLASSIC;

describe
  .skipIf(noLab !== undefined || missing('python3'))
  .concurrent(`the judge finds what is wrong, with ${SEEDS} seeds:`, () => {
    it.each(PAIRS)('$program', { timeout: SEEDS * 30_000 }, async ({ program, name, reason, hint }) => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const { reasons, findings } = await judgeOnce(wrong(program), name, seed);
        expect({ seed, reason: reasons[0], hint: findings[0]?.hint }).toEqual({ seed, reason, hint });
      }
    });
  });
