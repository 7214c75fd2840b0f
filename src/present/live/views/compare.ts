/** TCP and UDP side by side on the same scales, and between them what it means. Pure: a model in, lines out. */
import type { Canvas } from '../canvas.ts';
import { resized } from '../canvas.ts';
import { shareRows } from '../layout.ts';
import { type Lane, oneWayDirections, type RunModel } from '../model/model.ts';
import { momentSentence } from '../model/moment.ts';
import { END, type Look, type UiState } from '../model/ui.ts';
import { bandHeading, chart, scaleFor } from '../parts/chart.ts';
import {
  delivery,
  type Grid,
  gridFor,
  ruler,
  signsOf,
  stripHeading,
  stripRate,
  viewOf,
} from '../parts/delivery.ts';
import { keysLine, type Offers, suggestionLine, summaryLines, warningLines } from '../parts/footer.ts';
import { linkLines, progressLine, titleLine } from '../parts/header.ts';
import { histogram, rangeOf } from '../parts/histogram.ts';
import { laneCounts, laneLatency, laneTitle } from '../parts/lane.ts';
import { legend } from '../parts/legend.ts';
import { carriedCharts, carriedLine, carriedScale } from '../parts/one-way.ts';
import { ownersBar, partsOf } from '../parts/owners.ts';
import { trustLine } from '../parts/trust.ts';
import { wire } from '../parts/wire.ts';
import { cell, heading, line, type Span, wrap } from '../text.ts';
import { spanOf } from './run.ts';

export function compareView(canvas: Canvas, model: RunModel, ui: UiState, offers: Offers): string[] {
  const directions = oneWayDirections(model.spec);
  const oneWay = directions.length > 0;
  const beside = besides(canvas, model);
  const suggestion = suggestionLine(canvas, model, offers);
  const head = [
    titleLine(canvas, model, ui.paused),
    progressLine(canvas, model),
    ...linkLines(canvas, model),
    ...(suggestion === null ? [] : [suggestion]),
    ...(canvas.rows >= 32 ? [''] : []),
    beside((half, lane) => [laneTitle(half, lane)])[0]!,
    beside((half, lane) => [oneWay ? carriedLine(half, lane, directions) : laneCounts(half, lane)])[0]!,
    ...(oneWay ? [] : [beside((half, lane) => [laneLatency(half, lane)])[0]!]),
    ...(canvas.rows >= 30 && model.lanes.some((lane) => partsOf(lane) !== null)
      ? [beside((half, lane) => [ownersBar(half, lane)])[0]!]
      : []),
  ];
  const foot = [
    trustLine(canvas, model.lanes),
    ...warningLines(canvas, model, canvas.rows >= 40 ? 2 : 1),
    keysLine(canvas, model, ui, offers),
  ];
  const body = bodyOf(canvas, model, oneWay, canvas.rows - head.length - foot.length, ui.look);
  return [...head, ...body, ...foot].slice(0, canvas.rows);
}

/** Lines of the sentence that tells what is seen: it matters more than one more row of a chart. */
function mostSaid({ columns, rows }: Canvas): number {
  if (rows < 24) return 3;
  return columns < 96 ? 5 : 4;
}

type Half = (canvas: Canvas, lane: Lane) => readonly string[];

/** Draws the same part for both lanes, with a wall between. */
function besides(canvas: Canvas, model: RunModel, rows = 1): (part: Half) => string[] {
  const { theme, columns } = canvas;
  const half = Math.floor((columns - 3) / 2);
  const wall = ` ${theme.paint('dim', theme.glyphs.wall)} `;
  const small = resized(canvas, half, rows);
  return (part) => {
    const [left, right] = model.lanes.map((lane) => part(small, lane));
    return left!.map((text, at) => `${text}${wall}${right?.[at] ?? ''}`);
  };
}

function bodyOf(canvas: Canvas, model: RunModel, oneWay: boolean, rows: number, look: Look): string[] {
  const { lanes } = model;
  const hasStrip = lanes.some((lane) => lane.strip.fates !== '') || !oneWay;
  // Two diagrams side by side need room for what is said beside their arrows.
  const hasWire = canvas.columns >= LEAST_WIRES && lanes.some((lane) => lane.packets.length > 0);
  const meaning = summaryLines(canvas, model, mostSaid(canvas));
  const [stripRows, chartRows, wireRows, oftenRows] = shareRows(rows - meaning.length, [
    { least: 2, most: hasStrip ? 8 : 0, weight: 2, fixed: 2 + momentRows(canvas) + aboutRows(canvas) },
    { least: 4, most: oneWay ? 40 : 14, weight: 3, fixed: 1 },
    { least: 4, most: hasWire ? 14 : 0, weight: 3, fixed: 1 },
    { least: 5, most: oneWay || canvas.rows < 38 ? 0 : 10, weight: 1.5, fixed: 1 },
  ]) as [number, number, number, number];
  const lines = [
    ...(stripRows > 0 ? strips(canvas, model, stripRows, look) : []),
    ...meaning,
    ...(chartRows > 0 ? (oneWay ? carried : charts)(canvas, model, chartRows) : []),
    ...(wireRows > 0 ? wires(canvas, model, wireRows) : []),
    ...(oftenRows > 0 ? histograms(canvas, model, oftenRows) : []),
  ];
  while (lines.length < rows) lines.push('');
  return lines.slice(0, rows);
}

const LEAST_WIRES = 76;

/** Lines above and below a strip beyond its heading and one of signs: a ruler where there is room, more signs where it is narrow. */
const aboutRows = (canvas: Canvas): number => (hasRuler(canvas) ? 1 : 0) + (isNarrow(canvas) ? 1 : 0);
const hasRuler = ({ rows }: Canvas): boolean => rows >= 36;
const isNarrow = ({ columns }: Canvas): boolean => columns < 76;

/** A sentence for each side needs two lines where the halves are narrow. */
function momentRows(canvas: Canvas): number {
  return canvas.columns < 96 && canvas.rows >= 28 ? 2 : 1;
}

export function strips(canvas: Canvas, model: RunModel, rows: number, look: Look = END): string[] {
  const { theme, columns } = canvas;
  const reserved = isNarrow(canvas) ? 2 : 1;
  let gridOf = gridsFor(canvas, model, rows, look);
  let signs = legendOf(canvas, model, gridOf);
  // A sign that nobody can read is worth less than a row.
  for (let height = rows; height > 1 && height + signs.length > rows + reserved; ) {
    gridOf = gridsFor(canvas, model, --height, look);
    signs = legendOf(canvas, model, gridOf);
  }
  const losing = model.lanes.find(({ transport }) => transport === 'udp') ?? model.lanes[0]!;
  const grid = gridOf(losing);
  // Where rows are dear, the numbers before them do.
  const rule = hasRuler(canvas) ? besides(canvas, model)((small, lane) => [ruler(small, gridOf(lane))]) : [];
  return [
    stripHeading(canvas, losing, grid),
    ...rule,
    ...besides(canvas, model, grid.rows)((small, lane) => delivery(small, lane, gridOf(lane))),
    ...signs.map((row) => line(theme, columns, ' '.repeat(grid.label), ...row)),
    ...besides(
      canvas,
      model,
      momentRows(canvas),
    )((small, lane) => momentLines(small, canvas, lane, gridOf(lane))),
  ];
}

type GridOf = (lane: Lane) => Grid;

/** At the same time, a column is the same moment; one after the other, each has places of its own. */
function gridsFor({ columns }: Canvas, model: RunModel, rows: number, look: Look): GridOf {
  const half = Math.floor((columns - 3) / 2);
  const rate = model.lanes.map(stripRate).find((one) => one !== null) ?? null;
  const all = model.lanes.map((lane) => lane.strip);
  const shared = gridFor(half, rows, rate, all, all, look);
  return model.effective?.together !== false
    ? () => shared
    : (lane) => gridFor(half, rows, rate, [lane.strip], all, look);
}

/** All signs that are seen on either side. */
function legendOf(canvas: Canvas, model: RunModel, gridOf: GridOf): Span[][] {
  const seen = new Set(model.lanes.flatMap((lane) => [...signsOf([lane], gridOf(lane))]));
  const { group, label } = gridOf(model.lanes[0]!);
  return legend(canvas, seen, group, canvas.columns - label);
}

/** What one side has gone through, on as many lines as `small` has rows. */
function momentLines(small: Canvas, canvas: Canvas, lane: Lane, grid: Grid): string[] {
  const { theme } = canvas;
  const width = small.columns - 2;
  // On two lines, a word at the end of the first one may not fit.
  const room = small.rows === 1 ? width : 2 * width - 12;
  const said = wrap(momentSentence(canvas, lane, viewOf(grid), room), width, small.rows);
  return Array.from({ length: small.rows }, (_, at) =>
    cell(theme, small.columns, [
      `${at === 0 && said[0] !== '' ? theme.glyphs.arrow : ' '} ${said[at] ?? ''}`,
      lane.transport,
    ]),
  );
}

/** For a direction after the other, one-way runs of both transports on one scale. */
function carried(canvas: Canvas, model: RunModel, rows: number): string[] {
  const directions = oneWayDirections(model.spec);
  const scale = carriedScale(model.lanes, directions);
  const span = Math.max(...model.lanes.map((lane) => spanOf(model, lane)));
  const each = Math.floor((rows + 1) / directions.length);
  return directions.flatMap((direction) =>
    besides(canvas, model, each)((small, lane) => carriedCharts(small, lane, [direction], scale, span)),
  );
}

function charts(canvas: Canvas, model: RunModel, rows: number): string[] {
  const { words } = canvas;
  const histories = model.lanes.map((lane) => lane.history);
  const scale = scaleFor(histories, false);
  const span = Math.max(...model.lanes.map((lane) => spanOf(model, lane)));
  return [
    bandHeading(canvas, words.sections.latency, histories, words.sections.sameScale),
    ...besides(
      canvas,
      model,
      rows,
    )((small, lane) => chart(small, histories[model.lanes.indexOf(lane)]!, scale, span, lane.transport)),
  ];
}

function wires(canvas: Canvas, model: RunModel, rows: number): string[] {
  const title = heading(canvas.theme, canvas.columns, canvas.words.sections.wire);
  const drawn = besides(canvas, model, rows)((small, lane) => wire(small, lane));
  return [title, ...drawn];
}

function histograms(canvas: Canvas, model: RunModel, rows: number): string[] {
  const { theme, words, columns } = canvas;
  const bins = model.lanes.map((lane) => lane.snapshot?.histogram ?? []);
  const range = rangeOf(bins);
  return [
    heading(theme, columns, words.sections.histogram, words.sections.logAxis),
    ...besides(
      canvas,
      model,
      rows,
    )((small, lane) => histogram(small, bins[model.lanes.indexOf(lane)]!, range, lane.transport)),
  ];
}
