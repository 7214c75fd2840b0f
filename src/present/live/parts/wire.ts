/** *The wire*: packets as arrows between client and server; a dropped one is crossed out where it was lost. */
import type { FateRecord } from '../../../result/impairment.ts';
import { PACKET_TONES } from '../../looks.ts';
import type { Canvas } from '../canvas.ts';
import type { Lane } from '../model/model.ts';
import { isDropped, senderOf } from '../model/packets.ts';
import { type WireRow, wireRows } from '../model/wire.ts';
import { cell, type Span } from '../text.ts';
import type { Style } from '../theme.ts';

const LABEL = 11;

/** @returns exactly `canvas.rows` lines of `canvas.columns`: a heading of the two ends, then packets. */
export function wire(canvas: Canvas, lane: Lane): string[] {
  const { theme, words, columns } = canvas;
  const note = Math.min(30, Math.max(19, Math.floor(columns * 0.36)));
  const shaft = columns - LABEL - note - 2;
  const { client, server } = words.wire;
  const lines = [
    cell(theme, columns, ' '.repeat(LABEL), [
      client + ' '.repeat(Math.max(1, shaft + 1 - client.length - server.length)) + server,
      'dim',
    ]),
  ];
  const rows = wireRows(lane.packets, lane.transport, canvas.rows - 1);
  if (rows.length === 0) lines.push(cell(theme, columns, ' '.repeat(LABEL), [words.wire.quiet, 'dim']));
  for (const row of rows) lines.push(cell(theme, columns, ...rowSpans(canvas, row, shaft, lane)));
  while (lines.length < canvas.rows) lines.push(' '.repeat(columns));
  return lines.slice(0, canvas.rows);
}

function rowSpans(canvas: Canvas, row: WireRow, shaft: number, lane: Lane): Span[] {
  const { words } = canvas;
  if (row.kind === 'gap') {
    const text = `… ${words.wire.more(row.count)}`;
    return [' '.repeat(LABEL + Math.max(0, Math.floor((shaft - text.length) / 2))), [text, 'dim']];
  }
  const { packet, original } = row;
  const again = packet.tcp?.retransmissionOf !== undefined;
  const befell = isDropped(packet) ? 'gone' : again ? 'again' : isBare(packet) ? 'bare' : null;
  const style: Style = befell === null ? lane.transport : PACKET_TONES[befell];
  return [
    [`${labelOf(canvas, packet, lane).padStart(LABEL - 1)} `, again || isDropped(packet) ? style : 'dim'],
    [arrow(canvas, packet, shaft), style],
    '  ',
    [noteOf(canvas, packet, original), style],
  ];
}

/** A segment that carries nothing. */
function isBare(packet: FateRecord): boolean {
  return packet.tcp !== undefined && packet.tcp.length === 0;
}

function labelOf(canvas: Canvas, packet: FateRecord, lane: Lane): string {
  const { words, figures } = canvas;
  if (packet.probe !== undefined) return words.wire.probe(figures.count(packet.probe.number + 1));
  if (packet.tcp === undefined) return '';
  if (packet.tcp.flags.includes('S')) return words.wire.opens;
  if (packet.tcp.flags.includes('F')) return words.wire.closes;
  if (isBare(packet)) return words.wire.acknowledges;
  const origin = lane.origins[senderOf(packet)] ?? packet.tcp.seq;
  return words.wire.sequence(figures.count((packet.tcp.seq - origin) >>> 0));
}

function arrow(canvas: Canvas, packet: FateRecord, length: number): string {
  const { shaft, toServer, toClient, dropped } = canvas.theme.glyphs;
  const up = packet.direction === 'up';
  if (isDropped(packet)) {
    const half = shaft.repeat(Math.floor(length / 2));
    return up ? (half + dropped).padEnd(length) : (dropped + half).padStart(length);
  }
  const whole = shaft.repeat(length - 1);
  return up ? whole + toServer : toClient + whole;
}

function noteOf(canvas: Canvas, packet: FateRecord, original: FateRecord | null): string {
  const { words, figures, theme } = canvas;
  const again =
    packet.tcp?.retransmissionOf === undefined
      ? ''
      : `${theme.glyphs.again} ${original === null ? words.wire.original : words.wire.again(figures.time(packet.time - original.time))}`;
  if (packet.fate === 'queueDropped') return words.wire.full;
  if (packet.fate === 'corrupted') return words.wire.corrupted;
  if (packet.fate === 'lost')
    return again !== ''
      ? `${words.wire.lost} ${theme.glyphs.again} ${original === null ? '' : `+${figures.time(packet.time - original.time)}`}`
      : packet.protocol === 'udp'
        ? words.wire.gone
        : words.wire.lost;
  if (again !== '') return again;
  return (packet.duplicates ?? 0) > 0 ? words.wire.copies : '';
}
