/** The screen of one transport. Pure: a model in, lines out. */
import type { Canvas } from '../canvas.ts';
import { resized } from '../canvas.ts';
import { shareRows } from '../layout.ts';
import { type Lane, oneWayDirections, type RunModel } from '../model/model.ts';
import { momentSentence } from '../model/moment.ts';
import type { Look, UiState } from '../model/ui.ts';
import { bandHeading, chart, scaleFor } from '../parts/chart.ts';
import { delivery, type Grid, gridFor, signsOf, stripHeading, stripRate, viewOf } from '../parts/delivery.ts';
import { directionTable } from '../parts/directions.ts';
import { keysLine, type Offers, suggestionLine, summaryLines, warningLines } from '../parts/footer.ts';
import { linkLines, progressLine, titleLine } from '../parts/header.ts';
import { histogram, rangeOf } from '../parts/histogram.ts';
import { latencyTable, rateLine } from '../parts/lane.ts';
import { legend } from '../parts/legend.ts';
import { carriedCharts, carriedLine, carriedScale } from '../parts/one-way.ts';
import { ownersBar, partsOf } from '../parts/owners.ts';
import { trustLine } from '../parts/trust.ts';
import { wire } from '../parts/wire.ts';
import { heading, line, type Span } from '../text.ts';

export function runView(canvas: Canvas, model: RunModel, ui: UiState, offers: Offers): string[] {
  const lane = model.lanes[0]!;
  const directions = oneWayDirections(model.spec);
  const oneWay = directions.length > 0;
  const head = [
    titleLine(canvas, model, ui.paused),
    progressLine(canvas, model),
    ...linkLines(canvas, model),
    rateLine(canvas, lane, oneWay),
    ...(oneWay ? [carriedLine(canvas, lane, directions)] : latencyTable(canvas, lane)),
  ];
  const suggestion = suggestionLine(canvas, model, offers);
  const foot = [
    ...warningLines(canvas, model, canvas.rows >= 28 ? 2 : 1),
    trustLine(canvas, [lane]),
    ...(canvas.rows >= 28 && partsOf(lane) !== null ? [ownersBar(canvas, lane)] : []),
    ...summaryLines(canvas, model, mostSaid(canvas)),
    ...(suggestion === null || canvas.rows < 20 ? [] : [suggestion]),
    keysLine(canvas, model, ui, offers),
  ];
  const body = bodyOf(canvas, model, lane, canvas.rows - head.length - foot.length, ui.look);
  return [...head, ...body, ...foot].slice(0, canvas.rows);
}

/** Lines of the sentence that tells what is seen. */
function mostSaid({ columns, rows }: Canvas): number {
  if (rows < 24) return 2;
  return columns < 76 ? 4 : columns < 96 ? 3 : 2;
}

function bodyOf(canvas: Canvas, model: RunModel, lane: Lane, rows: number, look: Look): string[] {
  const oneWay = oneWayDirections(model.spec);
  const directions = directionTable(canvas, lane);
  const hasWire = lane.packets.length > 0;
  const [chartRows, stripRows, tableRows, wireRows] = shareRows(rows, [
    { least: 5, most: 40, weight: 3, fixed: 1 },
    { least: 4, most: lane.strip.fates === '' ? 0 : 8, weight: 1.5, fixed: 1 },
    { least: directions.length, most: directions.length, weight: 0 },
    { least: 4, most: hasWire ? 14 : 0, weight: 2, fixed: 1 },
  ]) as [number, number, number, number];
  const lines: string[] = [];
  if (tableRows > 0) lines.push(...directions);
  if (stripRows > 0) lines.push(...stripOf(canvas, lane, stripRows, look));
  if (chartRows > 0 && oneWay.length === 0) lines.push(...latencyCharts(canvas, model, lane, chartRows));
  else if (chartRows > 0) {
    const room = resized(canvas, canvas.columns, chartRows + 1);
    lines.push(...carriedCharts(room, lane, oneWay, carriedScale([lane], oneWay), spanOf(model, lane)));
  }
  if (wireRows > 0) {
    lines.push(heading(canvas.theme, canvas.columns, canvas.words.sections.wire));
    lines.push(...wire(resized(canvas, canvas.columns, wireRows), lane));
  }
  while (lines.length < rows) lines.push('');
  return lines;
}

function stripOf(canvas: Canvas, lane: Lane, rows: number, look: Look): string[] {
  const { theme, columns } = canvas;
  const strip = [lane.strip];
  const told = rows > SPARE ? 1 : 0;
  const gridOf = (height: number): Grid => gridFor(columns, height, stripRate(lane), strip, strip, look);
  const legendOf = (grid: Grid): Span[][] =>
    legend(canvas, signsOf([lane], grid), grid.group, columns - grid.label);
  let grid = gridOf(rows - 1 - told);
  let signs = legendOf(grid);
  while (grid.rows > 1 && grid.rows + signs.length + told > rows) {
    grid = gridOf(grid.rows - 1);
    signs = legendOf(grid);
  }
  const said = momentSentence(canvas, lane, viewOf(grid), columns - 2);
  return [
    stripHeading(canvas, lane, grid),
    ...delivery(canvas, lane, grid),
    ...signs.map((row) => line(theme, columns, ' '.repeat(grid.label), ...row)),
    ...(told === 0 || said === ''
      ? []
      : [line(theme, columns, [`${theme.glyphs.arrow} ${said}`, lane.transport])]),
  ].slice(0, rows + 1);
}
/** With fewer rows for strip and legend there is none for a sentence. */
const SPARE = 3;

/** Side by side where there is room: latency over time, and how often which latency. */
function latencyCharts(canvas: Canvas, model: RunModel, lane: Lane, rows: number): string[] {
  const { theme, words, columns } = canvas;
  const scale = scaleFor([lane.history], true);
  const span = spanOf(model, lane);
  const title = scale.logarithmic ? words.sections.latencyLog : words.sections.latency;
  if (columns < 90) {
    const wide = resized(canvas, columns, rows);
    return [
      bandHeading(canvas, title, [lane.history]),
      ...chart(wide, lane.history, scale, span, lane.transport),
    ];
  }
  const right = Math.min(70, Math.floor(columns * 0.36));
  const left = columns - right - 2;
  const bins = lane.snapshot?.histogram ?? [];
  const over = chart(resized(canvas, left, rows), lane.history, scale, span, lane.transport);
  const often = histogram(resized(canvas, right, rows), bins, rangeOf([bins]), lane.transport);
  return [
    `${bandHeading(resized(canvas, left, rows), title, [lane.history])}  ${heading(theme, right, words.sections.histogram)}`,
    ...over.map((text, at) => `${text}  ${often[at]!}`),
  ];
}

/** Of a long run, its beginning would be a single column for minutes: the axis grows by doubling. */
const SHORT = 60e9;

/** What the time axis spans, ns: the whole run, as long as it is to take, or as long as it has taken. */
export function spanOf(model: RunModel, lane: Lane): number {
  const answered = Math.max(
    lane.history.findLast(({ count }) => count > 0)?.to ?? 0,
    ...Object.values(lane.carried).map((points) => points.at(-1)?.to ?? 0),
  );
  const planned = model.effective?.duration ?? model.spec.duration ?? 0;
  if (model.phase === 'ended') return Math.max(1e9, answered);
  let grown = SHORT;
  while (grown < answered) grown *= 2;
  return Math.max(1e9, answered, Math.min(planned, grown));
}
