import { describe, expect, it } from 'vitest';
import { turnedNotice } from '../../../../src/present/live/model/turned-notice.ts';
import { type Knob, turned } from '../../../../src/present/live/model/ui.ts';
import { impairmentOf } from '../scenarios.ts';
import { canvasFor } from '../screenshot.tsx';

const said = (
  link: [loss: number, delay: number],
  knob: Knob,
  by: 1 | -1,
  paused = false,
  language = 'en',
) => {
  const before = impairmentOf(...link);
  const canvas = canvasFor({ language: language as 'en' });
  return turnedNotice(canvas, before, turned(before, knob, by), { knob, by, paused });
};

describe('a key that turns the link', () => {
  it('says so where there is nothing further', () => {
    expect(said([0, 20e6], 'loss', -1)).toBe('loss: 0 % is the least there is.');
    expect(said([0, 0], 'jitter', -1, true)).toBe('jitter: 0 ns is the least there is.');
    expect(said([0.05, 500e6], 'delay', 1)).toBe('delay: 500 ms is the most that keys set.');
    expect(said([0, 0], 'loss', -1, false, 'pt-BR')).toBe('perda: 0 % é o mínimo.');
  });

  it('says what the link does where the screen stands still, and else leaves it to the screen', () => {
    expect(said([0.05, 20e6], 'loss', 1, true)).toBe('The link was changed: loses 7.5 %, delays 20 ms');
    expect(said([0.05, 20e6], 'loss', 1)).toBeNull();
  });
});
