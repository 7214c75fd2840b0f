/** What was done by hand after a load, told: when what began, ended and was changed. Shared by text, Markdown and page. Pure. */
import type { ByHand, HandEvent } from '../../result/document/load.ts';
import { type FullImpairment, type Impairment, inFull } from '../../result/impairment.ts';
import type { Direction } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { type Format, formatFor } from '../format.ts';
import type { Rows } from '../shared/rows.ts';

export function handRows(byHand: ByHand, words: Words): Rows {
  const text = words.load.byHand;
  const format = formatFor(words);
  return {
    head: [text.at, text.what],
    rows: byHand.events.map((event, at) => [
      `${format.plain(event.atSeconds, 1)} s`,
      said(event, linkBefore(byHand, at), words),
    ]),
  };
}

function said(event: HandEvent, before: Impairment | null, words: Words): string {
  const text = words.load.byHand;
  if (event.event !== 'link') return text[event.event][event.direction];
  return before === null ? '' : changesOf(before, event.impairment, words).join(', ');
}

/** As it was until the event of that number. */
function linkBefore({ impairment, events }: ByHand, at: number): Impairment | null {
  const turned = events.slice(0, at).findLast((event) => event.event === 'link');
  return turned?.event === 'link' ? turned.impairment : impairment;
}

/** What is other than before, in the words of the screen; of both directions, where they differ. */
export function changesOf(before: Impairment, after: Impairment, words: Words): string[] {
  return partsOf(words, formatFor(words)).flatMap(({ label, of }) => {
    const [was, is] = [before, after].map((link) => bothWays((way) => of(inFull(link[way]))));
    return was === is ? [] : [`${label} ${is}`.trim()];
  });
}

const bothWays = (of: (way: Direction) => string): string => {
  const [up, down] = [of('up'), of('down')];
  return up === down ? up : `${up} / ${down}`;
};

interface Part {
  readonly label: string;
  readonly of: (link: FullImpairment) => string;
}

function partsOf({ load: { screen, byHand }, summary }: Words, format: Format): Part[] {
  const sizeOf = ({ queueBytes, queue }: FullImpairment): string =>
    queueBytes === null ? summary.link.queuePackets(queue) : format.bytes(queueBytes);
  return [
    { label: '', of: ({ aqm }) => screen.managers[aqm] },
    { label: 'ECN', of: ({ ecn }) => (ecn ? byHand.on : byHand.off) },
    { label: screen.keys.queue, of: sizeOf },
    { label: screen.keys.rate, of: ({ bandwidth }) => format.bits(bandwidth) },
  ];
}

/** Between two events something stayed as it was: what was loaded, and what had just been changed. */
export function handSpans(byHand: ByHand, words: Words) {
  const loaded: Record<Direction, boolean> = { up: false, down: false };
  const edges = byHand.events.map((event, at) => {
    if (event.event !== 'link') loaded[event.direction] = event.event === 'begin';
    const changed = event.event === 'link' ? said(event, linkBefore(byHand, at), words) : '';
    return { from: event.atSeconds, changed, ...loaded };
  });
  return edges.map(({ from, changed, up, down }, at) => ({
    from,
    to: edges[at + 1]?.from ?? byHand.seconds,
    label: [nameOf(up, down, words), changed].filter((part) => part !== '').join(', '),
    strong: up || down,
  }));
}

function nameOf(up: boolean, down: boolean, { load: { phases } }: Words): string {
  if (up && down) return phases.both;
  return up ? phases.up : down ? phases.down : '';
}
