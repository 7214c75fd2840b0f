import { describe, it } from 'vitest';
import { shareRows } from '../../../src/present/live/layout.ts';
import type { Point } from '../../../src/present/live/model/history.ts';
import { slots } from '../../../src/present/live/model/history.ts';
import { chart, scaleFor } from '../../../src/present/live/parts/chart.ts';
import { histogram, rangeOf } from '../../../src/present/live/parts/histogram.ts';
import { Painter, standIn } from '../../../src/present/live/terminal/painter.ts';
import { cut, line, wrap } from '../../../src/present/live/text.ts';
import { themeFor } from '../../../src/present/live/theme.ts';
import { expect } from '../../quick.ts';
import { canvasFor, type Shot } from './screenshot.tsx';

const point = (from: number, to: number, p50: number | null, p99 = p50, max = p99): Point => ({
  from,
  to,
  count: p50 === null ? 0 : 10,
  p50,
  p99,
  max,
});

describe('the latency chart', () => {
  it('is solid to p50, shaded to p99, light to max; a stall is a gap, the future is empty', () => {
    const history = [point(0, 1e9, 40e6), point(1e9, 2e9, null), point(2e9, 3e9, 40e6, 80e6, 160e6)];
    const scale = scaleFor([history], false);
    expect(scale).toEqual({ top: 200e6, bottom: 0, logarithmic: false, grown: false });
    const lines = chart(canvasFor({ columns: 14, rows: 6 }), history, scale, 4e9, 'tcp');
    expect(lines.slice(0, 5).map((line) => line.slice(10))).toEqual(['    ', '  ╎ ', '  ╎ ', '  ┃ ', '█ █ ']);
    expect(lines[0]).toMatch(/^ *200 ms │/);
  });

  it('becomes logarithmic only where it may and must', () => {
    const wild = [point(0, 1e9, 80e3, 90e3, 9e6)];
    expect(scaleFor([wild], true)).toEqual({ top: 10e6, bottom: 10e3, logarithmic: true, grown: false });
    expect(scaleFor([wild], false).logarithmic).toBe(false);
    expect(scaleFor([[point(0, 1e9, 80e3, 90e3, 100e3)]], true).logarithmic).toBe(false);
  });

  it('marks its top while it has just changed, in the same columns', () => {
    const steady = Array.from({ length: 10 }, (_, at) => point(at * 1e9, (at + 1) * 1e9, 40e6));
    const later = (seconds: number) => [
      ...steady,
      point(10e9, 11e9, 40e6, 300e6),
      ...(seconds > 0 ? [point(11e9, (11 + seconds) * 1e9, 40e6)] : []),
    ];
    const top = (history: readonly Point[], shot: Shot = {}, say?: (value: number) => string) => {
      const canvas = canvasFor({ columns: 40, rows: 6, ...shot });
      return chart(canvas, history, scaleFor([history], false), 20e9, 'tcp', say)[0]!;
    };
    expect(top(steady)).toMatch(/^ {3}50 ms │/);
    expect(top(later(0))).toMatch(/^ ▲300 ms │/);
    expect(top(later(2))).toMatch(/^ ▲300 ms │/);
    expect(top(later(3))).toMatch(/^ {2}300 ms │/);
    expect(top(later(0), { env: { LANG: 'C', NO_COLOR: '1' } })).toMatch(/^ \^300 ms \|/);
    expect(top(later(0), { env: { LANG: 'C.UTF-8', TERM: 'xterm' } })).toContain('\u001B[7m▲300 ms\u001B[0m');
    // A run that has just begun has no scale before.
    expect(top([point(0, 1e9, 40e6)])).not.toContain('▲');
    const wide = (history: readonly Point[]) => top(history, {}, (value) => `${value / 1e6} Mbit/s`);
    expect(wide(later(0))).toMatch(/^▲300 Mbit\/s │/);
    expect(wide(later(3)).indexOf('│')).toBe(wide(later(0)).indexOf('│'));
  });

  it('stretches few points over many columns and merges many into few', () => {
    const history = [point(0, 1e9, 1), point(1e9, 2e9, 3, 5, 9)];
    expect(slots(history, 4, 2e9).map((slot) => slot?.p50)).toEqual([1, 1, 3, 3]);
    expect(slots(history, 1, 2e9)[0]).toMatchObject({ p50: 2, p99: 5, max: 9 });
  });
});

describe('the histogram', () => {
  it('shows even a single answer among thousands', () => {
    const bins = Array.from({ length: 100 }, () => 0);
    bins[60] = 10_000;
    bins[75] = 1;
    const lines = histogram(canvasFor({ columns: 60, rows: 5 }), bins, rangeOf([bins]), 'udp');
    expect(lines.slice(0, 4).join('')).toContain('▁');
    expect(lines.at(-1)).toContain('1 ms');
    expect(lines.at(-1)).toContain('10 ms');
  });
});

describe('the histogram of many decades in little room', () => {
  it('cuts neither bars nor the figures below them', () => {
    for (let last = 41; last < 100; last++)
      for (let columns = 20; columns <= 70; columns++) {
        const bins = Array.from({ length: 100 }, (_, bin) => (bin === 40 || bin === last ? 3 : 0));
        const lines = histogram(canvasFor({ columns, rows: 3 }), bins, rangeOf([bins]), 'tcp');
        expect(lines.join(''), `${last} ${columns}`).not.toContain('…');
        for (const line of lines) expect(line.length).toBe(columns);
        // Two answers far apart stay two bars.
        if (last > 50) expect(lines[1]!.trim()).toMatch(/^█+ +█+$/);
        expect(
          lines[2]!
            .trim()
            .replace(/\d+ (?:ns|µs|ms|s)(?: |$)/g, '')
            .trim(),
        ).toBe('');
      }
  });
});

describe('rows', () => {
  it('are shared by weight, and what does not fit is left out', () => {
    const wants = [
      { least: 2, most: 10, weight: 1, fixed: 1 },
      { least: 4, most: 5, weight: 3, fixed: 1 },
    ];
    expect(shareRows(8, wants)).toEqual([2, 4]);
    expect(shareRows(7, wants)).toEqual([6, 0]);
    expect(shareRows(12, wants)).toEqual([5, 5]);
    expect(shareRows(1, wants)).toEqual([0, 0]);
  });
});

describe('text', () => {
  it('is cut with a sign, wide characters counted as two', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('日本語', 4)).toBe('日…');
    expect(cut('ab    ', 3)).toBe('ab ');
  });

  it('wraps words and cuts the last line', () => {
    expect(wrap('one two three four', 8, 2)).toEqual(['one two', 'three f…']);
  });
});

describe('in ASCII', () => {
  it('a cut is seen, and is no full stop', () => {
    const { theme } = canvasFor({ env: { LANG: 'C', NO_COLOR: '1' } });
    expect(line(theme, 8, 'datagram for itself')).toBe('datagra~');
    expect(line(theme, 9, 'one two three')).toBe('one two~');
    expect(line(theme, 4, 'abcd', 'ef')).toBe('abcd');
    expect(line(theme, 20, '…:7334:1001')).toBe('~:7334:1001');
    expect(line(theme, 20, 'Saving …')).toBe('Saving .');
  });
});

describe('the theme', () => {
  it('follows NO_COLOR, TERM and the locale in the order of POSIX', () => {
    expect(themeFor({ NO_COLOR: '1', TERM: 'xterm' }).colour).toBe(false);
    expect(themeFor({ NO_COLOR: '', TERM: 'xterm' }).colour).toBe(true);
    expect(themeFor({ TERM: 'dumb' }).colour).toBe(false);
    expect(themeFor({ LC_ALL: 'C', LANG: 'pt_BR.UTF-8' }, 'linux').unicode).toBe(false);
    expect(themeFor({ LC_ALL: '', LANG: 'pt_BR.UTF-8' }, 'linux').unicode).toBe(true);
    expect(themeFor({}, 'linux').unicode).toBe(false);
  });

  it('has darker tones on a light terminal', () => {
    const paint = (colours?: string) =>
      themeFor({ TERM: 'xterm-256color', ...(colours === undefined ? {} : { COLORFGBG: colours }) }).paint(
        'good',
        'x',
      );
    expect(paint('0;15')).not.toBe(paint('15;0'));
    expect(paint()).toBe(paint('15;0'));
  });
});

describe('the painter', () => {
  it('writes only the lines that changed, each at its own place', () => {
    const written: string[] = [];
    const painter = new Painter((text) => written.push(text));
    const rows = (count: number) => Array.from({ length: count }, (_, row) => standIn(row)).join('\n');
    painter.write(rows(3));
    painter.paint(['one', 'two', 'three']);
    painter.paint(['one', '2', 'three']);
    expect(written[1]).toBe('\u001B[?2026h\u001B[2;1H\u001B[2K2\u001B[?2026l');
    painter.paint(['one', '2', 'three']);
    expect(written.length).toBe(2);
    painter.write(rows(1));
    painter.paint(['one']);
    expect(written[2]).toContain('\u001B[3;1H\u001B[2K');
    painter.clear();
    painter.paint(['one']);
    expect(written.at(-1)).toContain('\u001B[1;1H\u001B[2Kone');
  });
});
