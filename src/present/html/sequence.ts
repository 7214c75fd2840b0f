/**
 * The lab's packets as a sequence diagram: client on the left, server on the right, time downwards.
 * For TCP the part around the first retransmission, for UDP the part around the first loss.
 */
import type { FateRecord } from '../../result/impairment.ts';
import type { RunResult } from '../../result/schema.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';
import { escapeHtml } from './escape.ts';

const WIDTH = 820;
const LEFT = 300;
const RIGHT = WIDTH - 300;
/** Distance of two events, and the room that a long pause gets. */
const LINE = 19;
const PAUSE = 34;
const TOP = 52;
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
  const candidates = packets.filter(
    ({ tcp, fate }) => tcp?.retransmissionOf !== undefined && tcp.length > 0 && fate === 'delivered',
  );
  // Of the measured part rather than of the warm-up, where there is a choice.
  const again = candidates.find(({ probe }) => probe?.warmup === false) ?? candidates[0];
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
  const { places, pauses, height } = placesOf(packets);
  const start = packets[0]!.time;
  const gaps = pauses.map(({ y, wait }) => pauseMark(y, text.gap(format.time(wait))));
  const shown = packets.map((packet, at) =>
    arrow(packet, places[at]!, packet.time - start, look, words, format),
  );
  return [
    `<figure class="sequence ${look}"><figcaption><h3>${escapeHtml(title)}</h3></figcaption>`,
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(text.describe(title, packets.length))}">`,
    `<defs><marker id="tip-${look}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0L10 5L0 10z"/></marker></defs>`,
    `<text class="end" x="${LEFT}" y="22" text-anchor="middle">${escapeHtml(text.client)}</text><text class="end" x="${RIGHT}" y="22" text-anchor="middle">${escapeHtml(text.server)}</text>`,
    `<path class="life" d="M${LEFT} 32V${height - 6}M${RIGHT} 32V${height - 6}"/>`,
    ...gaps,
    ...shown,
    '</svg></div></figure>',
  ].join('');
}

interface Places {
  /** Where each packet leaves, and where it arrives (or where it would have). */
  readonly places: readonly { readonly start: number; readonly end: number }[];
  readonly pauses: readonly { readonly y: number; readonly wait: number }[];
  readonly height: number;
}

/** Departures and arrivals in their true order, at equal distances: the order is what the diagram tells; a long pause is marked. */
function placesOf(packets: readonly FateRecord[]): Places {
  const flight = packets.map(({ time, deliveredAt }) => (deliveredAt ?? time) - time).sort((a, b) => a - b);
  const usual = flight[flight.length >> 1] ?? 0;
  const events = packets.flatMap(({ time, deliveredAt }, at) => [
    { at, time, arrival: false },
    { at, time: deliveredAt ?? time + usual, arrival: true },
  ]);
  events.sort((a, b) => a.time - b.time || Number(a.arrival) - Number(b.arrival));
  const places = packets.map(() => ({ start: 0, end: 0 }));
  const pauses: { y: number; wait: number }[] = [];
  let y = TOP;
  events.forEach(({ at, time, arrival }, order) => {
    const wait = order === 0 ? 0 : time - events[order - 1]!.time;
    if (wait > Math.max(2 * usual, 30e6)) {
      pauses.push({ y: y + PAUSE / 2, wait });
      y += PAUSE;
    } else if (order > 0) y += LINE;
    places[at]![arrival ? 'end' : 'start'] = y;
  });
  return { places, pauses, height: y + 24 };
}

function arrow(
  packet: FateRecord,
  { start, end }: Places['places'][number],
  since: number,
  look: string,
  words: Words,
  format: Format,
): string {
  const up = packet.direction === 'up';
  const [from, to] = up ? [LEFT, RIGHT] : [RIGHT, LEFT];
  const gone = packet.fate === 'lost' || packet.fate === 'queueDropped';
  const again = packet.tcp?.retransmissionOf !== undefined;
  const reach = gone ? 0.5 : 1;
  const [x, y] = [from + (to - from) * reach, start + (end - start) * reach];
  const bare = packet.probe === undefined && packet.tcp?.length === 0;
  const looks = `${gone ? ' gone' : ''}${again ? ' again' : ''}${bare ? ' bare' : ''}`;
  const label = `${nameOf(packet, gone, again, words, format)}  +${format.time(Math.max(0, since))}`;
  const beside = up ? `x="${LEFT - 10}" text-anchor="end"` : `x="${RIGHT + 10}" text-anchor="start"`;
  return [
    `<path class="packet${looks}" d="M${from} ${start}L${x} ${y.toFixed(1)}"${gone ? '' : ` marker-end="url(#tip-${look})"`}/>`,
    gone ? `<path class="cross" d="M${x - 6} ${(y - 6).toFixed(1)}l12 12m0-12l-12 12"/>` : '',
    `<text class="name${looks}" y="${start}" dy="0.35em" ${beside}>${escapeHtml(label)}</text>`,
  ].join('');
}

function nameOf(
  { probe, tcp, direction, fate }: FateRecord,
  gone: boolean,
  again: boolean,
  words: Words,
  format: Format,
): string {
  const text = words.html.sequence;
  const parts: string[] = [];
  if (probe !== undefined) {
    const number = format.count(probe.number);
    parts.push(direction === 'up' ? text.probe(number) : text.answer(number));
  } else if (tcp !== undefined) parts.push(tcp.length > 0 ? text.segment(String(tcp.seq)) : text.ack);
  if (again) parts.push(text.again);
  if (gone) parts.push(fate === 'lost' ? text.lost : text.queueDropped);
  if (fate === 'corrupted') parts.push(text.corrupted);
  return parts.join(', ');
}

const pauseMark = (y: number, label: string): string =>
  `<path class="pause" d="M${LEFT - 10} ${y}h20m${RIGHT - LEFT - 20} 0h20"/><text class="wait" x="${(LEFT + RIGHT) / 2}" y="${y}" dy="0.35em" text-anchor="middle">⋮ ${escapeHtml(label)}</text>`;
