/** The delivery strip as rows of cells. A cell keeps its place until its row scrolls away, so that eyes can follow. */
import { FATES, type Fate } from '../../looks.ts';
import type { Canvas } from '../canvas.ts';
import { drawnStrip } from '../model/drawn.ts';
import type { Lane } from '../model/model.ts';
import type { View } from '../model/runs.ts';
import { type Cell, cellOf, isMissing, type Strip } from '../model/strip.ts';
import { END, type Look } from '../model/ui.ts';
import { cell, heading, widthOf } from '../text.ts';
import type { Glyphs, Style, Theme } from '../theme.ts';

/** How probes are laid into cells: the same for both transports, so that a column is the same moment. */
export interface Grid {
  readonly cells: number;
  readonly rows: number;
  /** Probes of one cell. */
  readonly group: number;
  /** Number of the first probe shown. */
  readonly from: number;
  /** Columns of the numbers before the rows. */
  readonly label: number;
}

/** The sign of each fate: where one stands for several, nothing is told apart. */
export const SIGNS: Readonly<Record<Fate, keyof Glyphs>> = {
  '.': 'arrived',
  x: 'lost',
  u: 'lost',
  n: 'lost',
  m: 'lost',
  l: 'late',
  d: 'duplicate',
  o: 'disorder',
  w: 'waited',
  h: 'held',
  s: 'stalled',
  '?': 'open',
};

/** Rows that a run may fill in a second before probes share a cell. */
const ROWS_A_SECOND = 3.5;
const LEAST_LABEL = 8;

/** Probes per second of a lane: as offered, else on the average, so that the grid does not change from frame to frame. */
export function stripRate({ snapshot }: Lane): number | null {
  if (snapshot === null || snapshot.elapsed <= 0) return null;
  return snapshot.rate.offered ?? (snapshot.sent * 1e9) / snapshot.elapsed;
}

/** @param rate probes per second, null where unknown @param beside strips whose numbers stand in the same columns */
export function gridFor(
  columns: number,
  rows: number,
  rate: number | null,
  strips: readonly Strip[],
  beside = strips,
  look: Look = END,
): Grid {
  const label = labelFor(beside);
  const room = Math.max(10, columns - label);
  const cells = room >= 20 ? room - (room % 10) : room;
  const longest = strips.reduce((most, strip) => Math.max(most, strip.fates.length), 0);
  const end = strips.reduce((most, strip) => Math.max(most, strip.from + strip.fates.length), 0);
  const wanted = rate === null ? 1 : Math.max(1, Math.ceil(rate / (cells * ROWS_A_SECOND) - 0.05));
  // Where the window is too short to fill the cells, single probes are shown.
  const group = longest >= cells * wanted * 0.9 || wanted === 1 ? wanted : 1;
  const perRow = cells * group;
  const last = Math.max(0, Math.ceil(end / perRow) - rows);
  const first = Math.floor(strips.reduce((least, strip) => Math.min(least, strip.from), end) / perRow);
  const asked = look.probe === null ? last : Math.floor(look.probe / perRow) - Math.floor(rows / 2);
  const row = Math.max(Math.min(first, last), Math.min(last, asked + look.rows));
  return { cells, rows, group, from: row * perRow, label };
}

/** The probes that a grid has cells for. */
export const viewOf = ({ cells, rows, group, from }: Grid): View => ({
  from,
  to: from + rows * cells * group,
});

/** Digits, a sign between thousands, and a space. */
function labelFor(strips: readonly Strip[]): number {
  const most = strips.reduce((all, strip) => Math.max(all, strip.from + strip.fates.length), 1);
  const digits = String(most).length;
  return Math.max(LEAST_LABEL, digits + Math.floor((digits - 1) / 3) + 1);
}

/** @returns `grid.rows` lines of `canvas.columns`. */
export function delivery(canvas: Canvas, lane: Lane, grid: Grid): string[] {
  const { theme, figures } = canvas;
  const cells = cellsOf(lane, grid);
  const lines: string[] = [];
  for (let row = 0; row < grid.rows; row++) {
    const first = grid.from + row * grid.cells * grid.group;
    const label = cell(theme, grid.label - 1, [figures.count(first + 1).padStart(grid.label - 2), 'dim']);
    let text = '';
    let run = '';
    let style: Style = 'plain';
    for (const one of cells.slice(row * grid.cells, (row + 1) * grid.cells)) {
      const [glyph, own] = look(theme, one);
      if (own !== style && run !== '') {
        text += theme.paint(style, run);
        run = '';
      }
      style = own;
      run += glyph;
    }
    const gap = ' '.repeat(Math.max(0, canvas.columns - grid.label - grid.cells));
    lines.push(`${label} ${text}${theme.paint(style, run)}${gap}`);
  }
  return lines;
}

function cellsOf(lane: Lane, grid: Grid): Cell[] {
  const strip = drawnStrip(lane);
  return Array.from({ length: grid.rows * grid.cells }, (_, at) => {
    const begin = grid.from + at * grid.group - strip.from;
    return cellOf(begin < 0 ? '' : strip.fates.slice(begin, begin + grid.group));
  });
}

/** What a cell of several probes says of those that are missing: how many, or how many tenths. null: all of one kind. */
function digitOf({ code, probes, missing }: Cell): number | null {
  if (probes <= 1 || !isMissing(code)) return null;
  const shown = probes <= 10 ? missing : Math.ceil((missing / probes) * 10);
  return shown >= Math.min(10, probes) ? null : shown;
}

function look(theme: Theme, one: Cell): [string, Style] {
  const { glyphs } = theme;
  const digit = digitOf(one);
  if (digit !== null) return [String(digit), 'bad'];
  // All of them, for whatever reasons.
  if (one.probes > 1 && isMissing(one.code)) return [glyphs.lost, 'bad'];
  const { code } = one;
  return isFate(code) ? [glyphs[SIGNS[code]], FATES[code].tone] : [' ', 'plain'];
}

const isFate = (code: string): code is Fate => Object.hasOwn(FATES, code);

/** A mark over each tenth cell, with what it counts in its row; nothing where cells are too few. */
export function ruler({ theme, columns }: Canvas, { cells, group, label }: Grid): string {
  const marks = Array.from({ length: Math.floor(cells / 10) }, (_, at) =>
    String((at + 1) * 10 * group).padStart(10),
  );
  return cell(theme, columns, [' '.repeat(label) + marks.join(''), 'dim']);
}

/**
 * The heading of a strip: `601 to 800 of 800, 16 of 71 lost are here` where not all of a run is shown, and of how many
 * probes a cell is. What does not fit is left out whole.
 * @param lane whose losses are told
 */
export function stripHeading(canvas: Canvas, lane: Lane, grid: Grid): string {
  const { theme, words, columns } = canvas;
  const { sections, unit } = words;
  const cells = grid.group === 1 ? '' : sections.cell(grid.group, unit[lane.transport]);
  const [shown, withLost] = shownNotes(canvas, lane, grid);
  const room = columns - widthOf(sections.delivery) - AROUND;
  const forms = [[cells, withLost], [withLost], [cells, shown], [shown], [cells]].map((parts) =>
    parts.filter((part) => part !== '').join('  '),
  );
  return heading(theme, columns, sections.delivery, forms.find((form) => widthOf(form) <= room) ?? '');
}
/** The rule before a heading, and the spaces around it and its note. */
const AROUND = 6;

/** Which are shown, and the same with how many of the lost are among them; empty where all of a run is. */
export function shownNotes(
  { words, figures }: Canvas,
  lane: Lane,
  grid: Grid,
): [shown: string, withLost: string] {
  const { from: first, fates } = lane.strip;
  const sent = first + fates.length;
  const end = Math.min(sent, viewOf(grid).to);
  if (grid.from === 0 && end >= sent) return ['', ''];
  const all = drawnStrip(lane).fates;
  const lostIn = (text: string): number => Array.from(text).filter(isMissing).length;
  // What was lost before the strip begins is known to the counts alone.
  const total = first > 0 ? 0 : lostIn(all);
  const here = lostIn(all.slice(Math.max(0, grid.from - first), Math.max(0, end - first)));
  const lost = total === 0 ? '' : words.sections.lostHere(figures.count(here), figures.count(total));
  const say = (of: string): string =>
    words.sections.shown(figures.count(grid.from + 1), figures.count(end), figures.count(sent), of);
  return [say(''), say(lost)];
}

/** Which signs are to be explained: those that are seen, and arrived. A digit is `1`. */
export function signsOf(lanes: readonly Lane[], grid: Grid): ReadonlySet<string> {
  const signs = new Set(['.']);
  for (const lane of lanes)
    for (const one of cellsOf(lane, grid)) {
      const gone = one.code === 'u' || one.code === 'n' || (one.probes > 1 && one.code === 'l');
      const whole = gone ? 'x' : one.code;
      signs.add(digitOf(one) === null ? whole : '1');
    }
  return signs;
}
