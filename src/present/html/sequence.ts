/**
 * The lab's packets as a sequence diagram: client on the left, server on the right, time downwards.
 * For TCP the part around the first retransmission, for UDP the part around the first loss.
 */
import type { FateRecord } from '../../result/impairment.ts';
import type { RunResult } from '../../result/schema.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';
import { escapeHtml } from './escape.ts';

const WIDTH = 560;
const LEFT = 150;
const RIGHT = WIDTH - 150;
const LINE = 30;
const TOP = 50;
const MOST = 22;

interface Selection {
  readonly packets: readonly FateRecord[];
  /** Whether it shows a loss (and, over TCP, what was done about it). */
  readonly loss: boolean;
}

export function sequenceDiagrams(result: RunResult, words: Words): string {
  const text = words.html.sequence;
  const drawn = result.transports.flatMap(({ transport, link }) => {
    const mine = (link?.packets ?? [])
      .filter(({ protocol }) => protocol === transport)
      .sort((a, b) => a.time - b.time);
    const { packets, loss } = transport === 'tcp' ? aroundRetransmission(mine) : aroundLoss(mine);
    if (packets.length === 0) return [];
    const title = loss ? text[transport] : text[`${transport}Plain`];
    return [diagram(packets, title, transport, words)];
  });
  return drawn.length === 0 ? '' : `<div class="pair">${drawn.join('')}</div>`;
}

/** The lost segment, what went on meanwhile, its retransmission and the answer to it. */
function aroundRetransmission(packets: readonly FateRecord[]): Selection {
  const again = packets.find(
    ({ tcp, fate }) => tcp?.retransmissionOf !== undefined && tcp.length > 0 && fate === 'delivered',
  );
  const first =
    again === undefined ? -1 : packets.findIndex(({ index }) => index === again.tcp?.retransmissionOf);
  if (again === undefined || first === -1) return { packets: packets.slice(0, MOST / 2), loss: false };
  const at = packets.indexOf(again);
  const before = packets.slice(Math.max(0, first - 2), first + 1);
  const between = packets.slice(first + 1, at);
  const after = packets.slice(at, at + 6);
  const room = MOST - before.length - after.length;
  // Of a long wait its beginning and its end are shown; the diagram says how long it was.
  const meanwhile = between.length <= room ? between : [...between.slice(0, room - 3), ...between.slice(-3)];
  return { packets: [...before, ...meanwhile, ...after], loss: true };
}

function aroundLoss(packets: readonly FateRecord[]): Selection {
  const lost = packets.findIndex(({ fate }) => fate !== 'delivered');
  if (lost === -1) return { packets: packets.slice(0, MOST / 2), loss: false };
  return { packets: packets.slice(Math.max(0, lost - 4), lost + 8), loss: true };
}

function diagram(packets: readonly FateRecord[], title: string, look: string, words: Words): string {
  const format = formatFor(words);
  const text = words.html.sequence;
  const ys = rowsOf(packets);
  const height = ys.at(-1)!.end + 30;
  const shown = packets.map((packet, at) => arrow(packet, ys[at]!, words, format));
  const gaps = packets.flatMap((packet, at) => {
    const wait = at === 0 ? 0 : packet.time - packets[at - 1]!.time;
    return ys[at]!.gap ? [gapMark(ys[at]!.start - LINE / 2, text.gap(format.time(wait)))] : [];
  });
  const start = packets[0]!.time;
  const times = packets.map((packet, at) => {
    const x = packet.direction === 'up' ? LEFT - 12 : RIGHT + 12;
    const anchor = packet.direction === 'up' ? 'end' : 'start';
    return `<text class="time" x="${x}" y="${ys[at]!.start}" dy="0.35em" text-anchor="${anchor}">${escapeHtml(`+${format.time(Math.max(0, packet.time - start))}`)}</text>`;
  });
  return [
    `<figure class="sequence ${look}"><figcaption><h3>${escapeHtml(title)}</h3></figcaption>`,
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(text.describe(title, packets.length))}">`,
    `<defs><marker id="tip-${look}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0L10 5L0 10z"/></marker></defs>`,
    `<text class="end" x="${LEFT}" y="22" text-anchor="middle">${escapeHtml(text.client)}</text><text class="end" x="${RIGHT}" y="22" text-anchor="middle">${escapeHtml(text.server)}</text>`,
    `<path class="life" d="M${LEFT} 32V${height - 6}M${RIGHT} 32V${height - 6}"/>`,
    ...gaps,
    ...shown.map((draw) => draw(look)),
    ...times,
    '</svg></figure>',
  ].join('');
}

interface Place {
  readonly start: number;
  readonly end: number;
  /** A wait before this packet that is longer than the drawing shows. */
  readonly gap: boolean;
}

/** Rows at equal distances, in the order of sending; a long pause is marked, not drawn to scale. */
function rowsOf(packets: readonly FateRecord[]): Place[] {
  const pauses = packets.slice(1).map(({ time }, at) => time - packets[at]!.time);
  const usual = [...pauses].sort((a, b) => a - b)[pauses.length >> 1] ?? 0;
  let y = TOP;
  return packets.map(({ time }, at): Place => {
    const wait = at === 0 ? 0 : time - packets[at - 1]!.time;
    const gap = at > 0 && wait > Math.max(5 * usual, 20e6);
    if (at > 0) y += gap ? LINE * 2 : LINE;
    return { start: y, end: y + LINE * 0.8, gap };
  });
}

function arrow(
  packet: FateRecord,
  { start, end }: Place,
  words: Words,
  format: Format,
): (look: string) => string {
  const text = words.html.sequence;
  const up = packet.direction === 'up';
  const [from, to] = up ? [LEFT, RIGHT] : [RIGHT, LEFT];
  const gone = packet.fate === 'lost' || packet.fate === 'queueDropped';
  const [x, y] = gone ? [from + (to - from) * 0.55, start + (end - start) * 0.55] : [to, end];
  const again = packet.tcp?.retransmissionOf !== undefined;
  const looks = ['packet', gone ? 'gone' : '', again ? 'again' : ''].filter((name) => name !== '').join(' ');
  const label = [
    nameOf(packet, words, format),
    again ? text.again : '',
    gone
      ? packet.fate === 'lost'
        ? text.lost
        : text.queueDropped
      : packet.fate === 'corrupted'
        ? text.corrupted
        : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
  const middle = (LEFT + RIGHT) / 2;
  const cross = gone ? `<path class="cross" d="M${x - 6} ${y - 6}l12 12m0-12l-12 12"/>` : '';
  return (look) =>
    `<path class="${looks}" d="M${from} ${start}L${x.toFixed(1)} ${y.toFixed(1)}"${gone ? '' : ` marker-end="url(#tip-${look})"`}/>${cross}<text class="name${gone ? ' gone' : again ? ' again' : ''}" x="${middle}" y="${(start + (end - start) / 2 - 7).toFixed(1)}" text-anchor="middle">${escapeHtml(label)}</text>`;
}

function nameOf({ probe, tcp, direction }: FateRecord, words: Words, format: Format): string {
  const text = words.html.sequence;
  if (probe !== undefined) {
    const number = format.count(probe.number);
    return direction === 'up' ? text.probe(number) : text.answer(number);
  }
  if (tcp === undefined) return '';
  return tcp.length > 0 ? text.segment(String(tcp.seq)) : text.ack;
}

const gapMark = (y: number, label: string): string =>
  `<path class="pause" d="M${LEFT - 10} ${y}h20m${RIGHT - LEFT - 20} 0h20"/><text class="wait" x="${(LEFT + RIGHT) / 2}" y="${y}" dy="0.35em" text-anchor="middle">⋮ ${escapeHtml(label)}</text>`;
