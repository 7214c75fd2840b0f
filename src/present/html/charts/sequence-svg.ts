/** A sequence diagram as SVG: one end on the left, the other on the right, time downwards. */
import type { Words } from '../../../words/index.ts';
import { formatFor } from '../../format.ts';
import { escapeHtml } from '../escape.ts';

const WIDTH = 900;
const LEFT = 300;
const RIGHT = WIDTH - 300;
/** Distance of two events, and the room that a long pause gets. */
const LINE = 19;
const PAUSE = 34;
const TOP = 52;

/** A packet from one end to the other. Times in ns. */
export interface Arrow {
  readonly time: number;
  /** undefined where it never arrived. */
  readonly deliveredAt: number | undefined;
  /** From the left end to the right one. */
  readonly up: boolean;
  /** It gets half of the way. */
  readonly gone: boolean;
  /** It was sent before. */
  readonly again: boolean;
  /** It carries nothing but an acknowledgement. */
  readonly bare: boolean;
  readonly label: string;
}

/** What stands above the two lines. */
export type Ends = readonly [left: string, right: string];

/** @param look `tcp` or `udp`: its colours and dashes @param id tells several diagrams of a page apart */
export function sequenceSvg(
  arrows: readonly Arrow[],
  title: string,
  look: string,
  words: Words,
  ends: Ends = [words.html.sequence.client, words.html.sequence.server],
  id = look,
): string {
  const format = formatFor(words);
  const text = words.html.sequence;
  const { places, pauses, height } = placesOf(arrows);
  const start = arrows[0]!.time;
  const gaps = pauses.map(({ y, wait }) => pauseMark(y, text.gap(format.time(wait))));
  const shown = arrows.map((one, at) =>
    drawn(one, places[at]!, id, `${one.label}  +${format.time(Math.max(0, one.time - start))}`),
  );
  return [
    `<figure class="sequence ${look}"><figcaption><h3>${escapeHtml(title)}</h3></figcaption>`,
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(text.describe(title, arrows.length))}">`,
    `<defs><marker id="tip-${id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0L10 5L0 10z"/></marker></defs>`,
    `<text class="end" x="${LEFT}" y="22" text-anchor="middle">${escapeHtml(ends[0])}</text><text class="end" x="${RIGHT}" y="22" text-anchor="middle">${escapeHtml(ends[1])}</text>`,
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
function placesOf(arrows: readonly Arrow[]): Places {
  const flight = arrows.map(({ time, deliveredAt }) => (deliveredAt ?? time) - time).sort((a, b) => a - b);
  const usual = flight[flight.length >> 1] ?? 0;
  const events = arrows.flatMap(({ time, deliveredAt }, at) => [
    { at, time, arrival: false },
    { at, time: deliveredAt ?? time + usual, arrival: true },
  ]);
  events.sort((a, b) => a.time - b.time || Number(a.arrival) - Number(b.arrival));
  const places = arrows.map(() => ({ start: 0, end: 0 }));
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

function drawn(arrow: Arrow, { start, end }: Places['places'][number], id: string, label: string): string {
  const { up, gone, again, bare } = arrow;
  const [from, to] = up ? [LEFT, RIGHT] : [RIGHT, LEFT];
  const reach = gone ? 0.5 : 1;
  const [x, y] = [from + (to - from) * reach, start + (end - start) * reach];
  const looks = `${gone ? ' gone' : ''}${again ? ' again' : ''}${bare ? ' bare' : ''}`;
  const beside = up ? `x="${LEFT - 10}" text-anchor="end"` : `x="${RIGHT + 10}" text-anchor="start"`;
  return [
    `<path class="packet${looks}" d="M${from} ${start}L${x} ${y.toFixed(1)}"${gone ? '' : ` marker-end="url(#tip-${id})"`}/>`,
    gone ? `<path class="cross" d="M${x - 6} ${(y - 6).toFixed(1)}l12 12m0-12l-12 12"/>` : '',
    `<text class="name${looks}" y="${start}" dy="0.35em" ${beside}>${escapeHtml(label)}</text>`,
  ].join('');
}

const pauseMark = (y: number, label: string): string =>
  `<path class="pause" d="M${LEFT - 10} ${y}h20m${RIGHT - LEFT - 20} 0h20"/><text class="wait" x="${(LEFT + RIGHT) / 2}" y="${y}" dy="0.35em" text-anchor="middle">⋮ ${escapeHtml(label)}</text>`;
