/** One protocol alone, large: its window, its packets between sender and receiver, and a sentence for each thing. Pure. */
import type { LessonPacket } from '../../../result/document/lesson.ts';
import { clockOf } from '../../lesson/say.ts';
import type { Canvas } from '../canvas.ts';
import { edges, line, type Span } from '../text.ts';
import { LANE_ROWS, laneRows, latest } from './lane.ts';
import type { RaceLane, RaceModel } from './model.ts';

/** Columns for a packet's name at either end. */
const NAME = 12;

export function aloneRows(canvas: Canvas, lane: RaceLane, model: RaceModel, rows: number): string[] {
  const head = laneRows(canvas, lane, model, 0);
  const room = rows - LANE_ROWS - 2;
  const wire = Math.min(14, Math.floor(room / 2));
  return [...head, '', ...wireRows(canvas, lane, wire), '', ...sentenceRows(canvas, lane, room - wire)];
}

function sentenceRows(canvas: Canvas, lane: RaceLane, rows: number): string[] {
  const { theme, columns, allWords } = canvas;
  return latest(canvas, lane, Math.max(0, rows)).map(({ time, text }, at, all) =>
    line(theme, columns, [clockOf(time, allWords).padStart(9), 'dim'], '  ', [
      text,
      at === all.length - 1 ? 'strong' : 'plain',
    ]),
  );
}

/** The latest packets that are on their way or were a moment ago, one a row. */
function wireRows(canvas: Canvas, lane: RaceLane, rows: number): string[] {
  const { theme, columns, allWords } = canvas;
  const { sender, receiver } = allWords.lesson.screen;
  const shown = lane.flights.filter(({ time }) => time <= lane.now).slice(-Math.max(0, rows - 1));
  const title = edges(theme, columns, [[sender, 'strong']], [[receiver, 'strong']]);
  const lines = [title, ...shown.map((packet) => wireRow(canvas, packet, lane.now))];
  while (lines.length < rows) lines.push('');
  return lines;
}

function wireRow(canvas: Canvas, packet: LessonPacket, now: number): string {
  const { theme, columns } = canvas;
  const { shaft, toServer, toClient, dropped } = theme.glyphs;
  const width = Math.max(4, columns - 2 * NAME);
  const up = packet.direction === 'up';
  const gone = packet.fate === 'lost' || packet.fate === 'queueDropped';
  const flight = (packet.deliveredAt ?? packet.time) - packet.time;
  const share = gone ? 0.5 : flight <= 0 ? 1 : Math.min(1, (now - packet.time) / flight);
  const reach = Math.max(1, Math.round(share * width));
  const head = gone ? dropped : up ? toServer : toClient;
  const drawn = up
    ? shaft.repeat(reach - 1) + head + ' '.repeat(width - reach)
    : ' '.repeat(width - reach) + head + shaft.repeat(reach - 1);
  const style = packet.fate === 'delivered' ? (packet.again ? 'warn' : up ? 'udp' : 'dim') : 'bad';
  const name = nameOf(canvas, packet);
  const spans: Span[] = [
    [(up ? name : '').padEnd(NAME), style],
    [drawn, style],
    '  ',
    up ? '' : [name, style],
  ];
  return line(theme, columns, ...spans);
}

function nameOf({ theme, figures }: Canvas, { kind, number, again }: LessonPacket): string {
  const count = number === null ? '' : figures.count(number);
  const name = kind === 'ack' ? `ACK ${count}` : kind === 'data' ? count : 'SYN/FIN';
  return again ? `${name} ${theme.glyphs.again}` : name;
}
