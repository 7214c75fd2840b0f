import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeText } from '../../../../src/safe-text.ts';
import { nameProblem, shapesOf, tidyName } from '../../../../src/session/chat/names/names.ts';
import { anyText } from '../../../any-text.ts';

describe('a name', () => {
  it.each([
    'Ana',
    'José',
    'Müller-Lüdenscheidt',
    'x',
    'joão.silva',
    'Ольга',
    '李雷',
    'नेहा',
    'a_b',
    'R2D2',
    'さくらサーバー',
    '김철수',
    'محمد',
    'Νίκος',
    'Nguyễn',
    'Ștefan',
    'Łukasz',
    'Þórður',
    'Əliyev',
    'Ɗangote',
    'Kofi-Ɔ',
    'สมชาย๒',
    'Ґанна',
    'Қайрат',
    'יוסי',
    'ဇော်',
  ])('%s will do', (name) => {
    expect(nameProblem(tidyName(name))).toBeUndefined();
  });

  it.each([
    ['', 'empty'],
    ['a'.repeat(21), 'long'],
    ['a b', 'letters'],
    ['<root>', 'letters'],
    ['*', 'letters'],
    ['-a', 'letters'],
    ['a\u200bb', 'letters'],
    ['a\u034fb', 'letters'],
    ['a\u202eb', 'letters'],
    ['a\u0300\u0301\u0302\u0303', 'letters'],
    ['ᴏbs', 'letters'],
    ['Obꜱ', 'letters'],
    ['Аna', 'scripts'],
    ['Αna', 'scripts'],
    ['李ольга', 'scripts'],
    ['Ꭺna', 'letters'],
    ['ꓮꓠꓮ', 'letters'],
    ['ⲏⲟⲥⲧ', 'letters'],
    ['𝐀na', 'letters'],
    ['B٥b', 'scripts'],
    ['ǀlse', 'letters'],
    ['ȷohn', 'letters'],
    ['ʙob', 'letters'],
    ['ɑna', 'letters'],
    ['ſred', 'letters'],
    ['ɵtto', 'letters'],
    ['ƅob', 'letters'],
    ['ᴨaul', 'letters'],
    ['๐๐๐', 'letters'],
    ['٥٥٥', 'letters'],
    ['১২৩', 'letters'],
    ['Sockbench', 'reserved'],
    ['s0ckbench', 'reserved'],
    ['SYSTEM', 'reserved'],
    ['sistema', 'reserved'],
  ] as const)('%j will not: %s', (name, problem) => {
    expect(nameProblem(tidyName(name))).toBe(problem);
  });

  it.each([
    ['Ana', 'ana'],
    ['Ana', 'Aná'],
    ['Ana', 'Апа'],
    ['Bill', 'BiII'],
    ['Bill', 'Bi11'],
    ['modern', 'modem'],
    ['Ana', 'A.n.a'],
    ['Zoe', 'Z0e'],
    ['Νίκος', 'ΝΙΚΟΣ'],
    ['ANA', 'ΑΝΑ'],
    ['HOME', 'ΗΟΜΕ'],
    ['ZEBY', 'ΖΕΒΥ'],
    ['VIC', 'ѴІС'],
    ['Đorđe', 'Ðorðe'],
    ['nush', 'ոսѕհ'],
    ['SU', 'ՏՍ'],
    ['ooo', 'ססס'],
    ['ooo', 'ဝဝဝ'],
    ['ooo', 'ഠഠഠ'],
    ['lil', 'וןו'],
    ['lil', 'ااا'],
    ['Зоя', 'Ӡоя'],
    ['علی', 'علي'],
    ['ก1', 'ก๑'],
    ['KOT', 'ҚОТ'],
    ['Фома', 'φοмα'],
    ['əli', 'әlі'],
  ])('%s looks like %s', (one, other) => {
    const shapes = shapesOf(one);
    expect(shapesOf(other).some((shape) => shapes.includes(shape))).toBe(true);
  });

  it.each([
    ['Ana', 'Ava'],
    ['Nic', 'Vic'],
    ['Ana', 'Anna'],
    ['Bo', 'Bob'],
  ])('%s does not look like %s', (one, other) => {
    const shapes = shapesOf(one);
    expect(shapesOf(other).some((shape) => shapes.includes(shape))).toBe(false);
  });

  it('that will do is shown as it is, and carries nothing that a terminal acts on', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText({ maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 12 })),
        (text) => {
          const name = tidyName(text);
          if (nameProblem(name) !== undefined) return;
          expect(safeText(name)).toBe(name);
          expect(name).not.toMatch(/[\s<>*()[\]\p{C}]/u);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
