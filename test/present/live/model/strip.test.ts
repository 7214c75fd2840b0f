import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyLane } from '../../../../src/present/live/model/model.ts';
import { ALL, holesIn, sumOf } from '../../../../src/present/live/model/runs.ts';
import {
  cellOf,
  concluded,
  laidOver,
  underway,
  unpacked,
  withMissing,
  worstOf,
} from '../../../../src/present/live/model/strip.ts';
import type { Look } from '../../../../src/present/live/model/ui.ts';
import {
  delivery,
  gridFor,
  ruler,
  shownNotes,
  signsOf,
} from '../../../../src/present/live/parts/delivery.ts';
import { legend } from '../../../../src/present/live/parts/legend.ts';
import { line } from '../../../../src/present/live/text.ts';
import { canvasFor } from '../screenshot.tsx';

describe('the delivery strip', () => {
  it('lays windows over each other, so that what was open becomes known', () => {
    const first = { from: 0, fates: '.....???' };
    expect(laidOver(first, { from: 4, fates: '..x.??' })).toEqual({ from: 0, fates: '......x.??' });
  });

  it('begins anew where a window does not follow the one before', () => {
    expect(laidOver({ from: 0, fates: '..' }, { from: 2, fates: 'x' })).toEqual({ from: 0, fates: '..x' });
    expect(laidOver({ from: 0, fates: '..' }, { from: 3, fates: 'x' })).toEqual({ from: 3, fates: 'x' });
  });

  it('keeps what lies beyond an older window', () => {
    expect(laidOver({ from: 0, fates: '......' }, { from: 1, fates: 'xx' }).fates).toBe('.xx...');
  });

  it('knows any sequence of overlapping windows as the whole', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('.', 'x', '?', 'w'), minLength: 1, maxLength: 200 }),
        fc.array(fc.nat(200), { maxLength: 10 }),
        (fates, cuts) => {
          let strip = { from: 0, fates: '' };
          for (const end of [...cuts.map((cut) => cut % fates.length), fates.length].sort((a, b) => a - b))
            strip = laidOver(strip, { from: 0, fates: fates.slice(0, end) });
          expect(strip).toEqual({ from: 0, fates });
        },
      ),
    );
  });

  it('concludes with the result, and keeps what only the live strip knew', () => {
    const live = { from: 2, fates: 'h.h?w' };
    expect(concluded(live, { from: 0, fates: '..w.hxw' })).toEqual({ from: 0, fates: '..h.hxw' });
  });

  it('keeps at the end what was seen last of a run that its result shows the beginning of', () => {
    const whole = { from: 0, fates: '.'.repeat(10) };
    expect(concluded({ from: 20, fates: '.x.?.??' }, whole)).toEqual({ from: 20, fates: '.x.?.' });
    expect(concluded({ from: 10, fates: '.x' }, whole)).toEqual({ from: 0, fates: '...........x' });
  });

  it('unpacks run lengths', () => {
    expect(unpacked('3.1x2w')).toBe('...xww');
    expect(unpacked('')).toBe('');
  });

  it('counts as on their way what three later ones have not overtaken', () => {
    expect(underway('..?.x.??')).toBe(2 + 1);
    expect(underway('.?.?...??')).toBe(2);
    expect(underway('???')).toBeNull();
    expect(underway('?..')).toBeNull();
    expect(underway('...')).toBe(0);
  });

  it('has one rule for what is missing: the count, the strip and the holes agree', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('.', '?', 'o', 'x', 'd'), maxLength: 60 }),
        fc.nat(5),
        (fates, from) => {
          const shown = withMissing({ from: 0, fates }, 0).fates;
          const open = shown.split('?').length - 1;
          const marked = shown.includes('m');
          expect(underway(fates) ?? open).toBe(open);
          if (underway(fates) === null) expect(marked).toBe(false);
          const holes = holesIn(withMissing({ from: 0, fates }, 0), ALL);
          expect(sumOf(holes)).toBe(shown.replace(/[^mx]/g, '').length);
          for (const { first, count } of holes) {
            expect(shown.slice(first, first + count)).toMatch(/^[mx]+$/);
            expect(`${shown[first - 1] ?? '.'}${shown[first + count] ?? '.'}`).not.toMatch(/[mx]/);
          }
          // Where its beginning is not seen, it has no numbers.
          const cut = holesIn(
            withMissing({ from: from + 1, fates: `x${fates.replaceAll('x', '.')}...` }, 0),
            ALL,
          );
          for (const { first } of cut) expect(first).toBeGreaterThan(from + 1);
        },
      ),
    );
  });

  it('marks an open probe as missing once three later ones have come, and not before', () => {
    expect(withMissing({ from: 7, fates: '.?..?.' }, 0)).toEqual({ from: 7, fates: '.m..?.' });
    expect(withMissing({ from: 0, fates: '??..' }, 0).fates).toBe('??..');
    expect(withMissing({ from: 0, fates: '?....' }, 2)).toEqual({ from: 2, fates: '...' });
  });

  it('lets a loss outweigh everything in a group, and counts it', () => {
    expect(cellOf('..w?x.x')).toEqual({ code: 'x', probes: 7, missing: 2 });
    expect(cellOf('....')).toEqual({ code: '.', probes: 4, missing: 0 });
    expect(cellOf('..h.').code).toBe('h');
    expect(cellOf('.s.?').code).toBe('s');
    expect(cellOf('.sw.').code).toBe('w');
  });
});

describe('the grid', () => {
  it('shows single probes at 100/s in half a screen of 100 columns', () => {
    const strip = { from: 0, fates: '.'.repeat(250) };
    expect(gridFor(48, 3, 100.4, [strip])).toEqual({
      cells: 40,
      rows: 3,
      group: 1,
      from: 160,
      label: 8,
    });
  });

  it('groups probes where they would rush by', () => {
    const strip = { from: 0, fates: '.'.repeat(2000) };
    expect(gridFor(48, 3, 1000, [strip]).group).toBe(8);
  });

  it('explains the signs that are seen, and no others', () => {
    const explained = (fates: string, group: number): string => {
      const lane = { ...emptyLane('udp'), strip: { from: 0, fates } };
      const grid = { cells: 20, rows: 1, group, from: 0, label: 8 };
      const [row] = delivery(canvasFor({ columns: 28 }), lane, grid);
      const spans = legend(canvasFor(), signsOf([lane], grid), group);
      const text = spans
        .flat()
        .map((span) => (typeof span === 'string' ? span : span[0]))
        .join('');
      return `${row!.slice(8).trim()} | ${text.trim()}`;
    };
    expect(explained('.x........', 5)).toBe('1■ | ■ arrived  2 of 5 lost');
    expect(explained('xxxxx.....', 5)).toBe('×■ | ■ arrived  × lost');
    expect(explained('lllll.....', 5)).toBe('×■ | ■ arrived  × lost');
    expect(explained(`.x${'.'.repeat(38)}`, 20)).toBe('1■ | ■ arrived  2 tenths lost');
    const all = new Set('.?mhwldo1');
    for (const language of ['en', 'pt-BR'] as const) {
      const canvas = canvasFor({ language });
      const said = (room?: number): string =>
        line(canvas.theme, 500, ...legend(canvas, all, 5, room)[0]!).trimEnd();
      for (let room = 52; room < 200; room++) {
        expect(said(room).length).toBeLessThanOrEqual(room);
        const short = `▒ ${canvas.words.legend.blockedShort}`;
        for (const entry of said(room).split('  ')) expect([...said().split('  '), short]).toContain(entry);
      }
    }
    const narrow = legend(canvasFor(), new Set('.?mhw'), 1, 66);
    expect(line(canvasFor().theme, 99, ...narrow[0]!)).toContain('▒ behind a loss  ░ waited');
    expect(explained('.x.l', 1)).toBe('■×■◇ | ■ arrived  × lost  ◇ late');
  });

  it('has room for the numbers, however many, and the same for both lanes', () => {
    const late = (from: number) => ({ ...emptyLane('udp'), strip: { from, fates: '.'.repeat(500) } });
    for (const from of [0, 99_000, 999_000, 1_199_000, 123_456_000, 1_234_567_000])
      for (const language of ['en', 'pt-BR'] as const) {
        const lanes = [late(from), late(0)];
        const all = lanes.map((lane) => lane.strip);
        const [one, other] = lanes.map((lane) => gridFor(61, 3, 100, [lane.strip], all));
        expect(one!.label).toBe(other!.label);
        expect(one!.cells).toBe(other!.cells);
        const rows = delivery(canvasFor({ columns: 61, language }), lanes[0]!, one!);
        for (const [at, row] of rows.entries()) {
          expect(row.length).toBe(61);
          const number = Number(row.slice(0, one!.label).replace(/\D/g, ''));
          expect(number).toBe(one!.from + at * one!.cells + 1);
          expect(row[one!.label - 1]).toBe(' ');
        }
      }
  });

  it('keeps a cell in its place until its row scrolls away', () => {
    for (let sent = 1; sent < 600; sent++) {
      const grid = gridFor(48, 3, 100, [{ from: 0, fates: '.'.repeat(sent) }]);
      expect(grid.from % 40).toBe(0);
      expect(sent - grid.from).toBeLessThanOrEqual(120);
      expect(sent - grid.from).toBeGreaterThan(0);
    }
  });
});

describe('a long strip', () => {
  const fates = `${'.'.repeat(300)}xxx${'.'.repeat(200)}hhhhhh${'.'.repeat(291)}`;
  const lane = { ...emptyLane('udp'), strip: { from: 0, fates } };
  const gridAt = (look?: Look) => gridFor(48, 3, 100, [lane.strip], [lane.strip], look);

  it('says which part of it is shown, and how many of the losses are there', () => {
    const note = (look?: Look, language: 'en' | 'pt-BR' = 'en') =>
      shownNotes(canvasFor({ language }), lane, gridAt(look))[1];
    expect(note()).toBe('681 to 800 of 800, 0 of 3 lost are here');
    expect(note({ probe: 300, rows: 0 })).toBe('241 to 360 of 800, 3 of 3 lost are here');
    expect(note({ probe: null, rows: -1 }, 'pt-BR')).toBe('641 a 760 de 800, aqui estão 0 das 3 perdidas');
    expect(
      shownNotes(canvasFor(), { ...lane, strip: { from: 0, fates: '.x.' } }, { ...gridAt(), from: 0 })[1],
    ).toBe('');
  });

  it('goes back to its beginning and on to its end, and no further', () => {
    for (const [rows, from] of [
      [-1, 640],
      [-99, 0],
      [0, 680],
      [99, 680],
    ] as const)
      expect(gridAt({ probe: null, rows }).from).toBe(from);
  });

  it('has a worst: the longest loss, else the longest wait', () => {
    expect(worstOf([lane.strip])).toBe(300);
    expect(worstOf([{ from: 40, fates: '..hh.hhh' }])).toBe(45);
    expect(worstOf([{ from: 0, fates: '....' }])).toBeNull();
  });

  it('has a ruler over its cells', () => {
    expect(ruler(canvasFor({ columns: 48 }), gridAt()).trimEnd()).toBe(
      `${' '.repeat(16)}10        20        30        40`,
    );
  });
});
