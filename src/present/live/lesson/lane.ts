/** One racer among others: who, how far, what was sent again, and what happened last. Pure. */
import { UNKNOWN } from '../../format.ts';
import { sayHappening, timeOf } from '../../lesson/say.ts';
import type { Canvas } from '../canvas.ts';
import { edges, line, type Span, textOf, widthOf } from '../text.ts';
import type { Style } from '../theme.ts';
import type { RaceLane, RaceModel } from './model.ts';
import { byteStrip, packetStrip } from './strip.ts';

const INDENT = 2;
/** Rows of a lane without its sentences. */
export const LANE_ROWS = 3;

export function laneRows(canvas: Canvas, lane: RaceLane, model: RaceModel, sentences: number): string[] {
  const { columns, theme } = canvas;
  const strip =
    lane.entrant.window === null
      ? byteStrip(canvas, lane.bytes, model.bytes, INDENT)
      : packetStrip(canvas, lane, INDENT);
  const said = latest(canvas, lane, sentences).map(({ text }) =>
    line(theme, columns, ' '.repeat(INDENT), [text, 'dim']),
  );
  while (said.length < sentences) said.push('');
  return [titleLine(canvas, lane, model), strip, countsLine(canvas, lane), ...said];
}

export function titleLine(canvas: Canvas, lane: RaceLane, model: RaceModel): string {
  const { theme, columns, figures, allWords } = canvas;
  const { names, screen } = allWords.lesson;
  const { name, window } = lane.entrant;
  const left: Span[] = [[names[name], name === 'tcp' ? 'tcp' : 'udp']];
  if (window !== null) left.push([`  ${screen.window(window)}`, 'dim']);
  const done = lane.states.filter((state) => state === 'acknowledged').length;
  const far = window === null ? figures.bytes(lane.bytes) : screen.packets(done, Math.max(1, model.packets));
  const time = screen.seconds(figures.plain(lane.now / 1e9, 2));
  const right: Span[] = [
    [`${far}  `, 'plain'],
    [time, 'strong'],
  ];
  if (lane.result?.seconds != null) right.push([`  ${screen.finished}`, 'good']);
  return edges(theme, columns, left, right);
}

function countsLine(canvas: Canvas, lane: RaceLane): string {
  const { theme, columns, figures, allWords } = canvas;
  const text = allWords.lesson.screen;
  const spans: Span[] = [
    ' '.repeat(INDENT),
    text.counts(lane.sent, lane.lost, lane.again, lane.needless ?? UNKNOWN),
  ];
  let room = columns - spans.reduce((sum, span) => sum + widthOf(textOf(span)), 0);
  const add = (said: string, style: Style): void => {
    room -= widthOf(said);
    // A part that does not fit is left out whole.
    if (room >= 0) spans.push([said, style]);
  };
  const efficiency = lane.result?.efficiency;
  if (efficiency != null) add(`   ${text.efficiency(figures.percent(efficiency))}`, 'strong');
  const { predicted } = lane.entrant;
  if (predicted !== null)
    add(`  ${text.predicted(figures.percent(predicted[0]), figures.percent(predicted[1]))}`, 'dim');
  return line(theme, columns, ...spans);
}

/** The latest sentences, oldest first: the link and the sender tell of what happens in turns, a moment apart. */
export function latest(
  { allWords }: Canvas,
  lane: RaceLane,
  most: number,
): { readonly time: number; readonly text: string }[] {
  return lane.happenings
    .flatMap((happening) => {
      const text = sayHappening(lane.entrant.name, happening, allWords);
      return text === null ? [] : [{ time: timeOf(happening), text }];
    })
    .sort((a, b) => a.time - b.time)
    .slice(Math.min(0, -most) || Number.POSITIVE_INFINITY);
}
